import { Labels } from '../kubernetes/labels';

/** Ingress controllers of which it is known what they need for websockets that stay open, and for BOSH, whose answers take a minute. */
export enum IngressController {
  /** Kubernetes' own, `ingress-nginx`. */
  INGRESS_NGINX = 'ingress-nginx',
  /** Traefik. */
  TRAEFIK = 'traefik',
  /** The controller of HAProxy Technologies, `haproxytech/kubernetes-ingress`. */
  HAPROXY = 'haproxy',
  /** The community's controller for HAProxy, `jcmoraisjr/haproxy-ingress`. */
  HAPROXY_INGRESS = 'haproxy-ingress',
  /** The AWS Load Balancer Controller, which makes an Application Load Balancer that sends to pods directly. */
  AWS_ALB = 'aws-alb',
}

/** What is known of a controller. */
export interface IngressControllerPreset {
  /** The IngressClass that its installation makes. */
  readonly className: string;
  readonly annotations: Labels;
  /** Annotation for the largest body of a request, where the controller has a limit of its own. */
  readonly bodySize?: string;
}

/** Seconds for which a websocket may be silent: as long as the edge itself waits. */
const PATIENCE = '3600';
const NGINX = 'nginx.ingress.kubernetes.io';
const ALB = 'alb.ingress.kubernetes.io';

/** Annotations by controller. */
export const INGRESS_CONTROLLERS: Readonly<Record<IngressController, IngressControllerPreset>> = {
  // ingress-nginx > User Guide > Annotations > "Custom timeouts", in seconds without a unit; Miscellaneous > "Websockets": 60 s otherwise.
  // Annotations > "Custom max body size": 1 MiB otherwise.
  // Misc > "Source IP address": X-Forwarded-For is replaced unless `use-forwarded-headers` says that somebody in front is to be believed.
  [IngressController.INGRESS_NGINX]: {
    className: 'nginx',
    annotations: { [`${NGINX}/proxy-read-timeout`]: PATIENCE, [`${NGINX}/proxy-send-timeout`]: PATIENCE, [`${NGINX}/proxy-buffering`]: 'off' },
    bodySize: `${NGINX}/proxy-body-size`,
  },
  // Traefik > Websocket: supported as it is. Its `respondingTimeouts` are for requests that are read, and belong to its entry points, not to an Ingress.
  [IngressController.TRAEFIK]: { className: 'traefik', annotations: {} },
  // haproxytech/kubernetes-ingress, documentation/annotations.md: "timeout-server" (50 s otherwise, less than BOSH takes), "timeout-tunnel".
  [IngressController.HAPROXY]: { className: 'haproxy', annotations: { 'haproxy.org/timeout-server': '1h', 'haproxy.org/timeout-tunnel': '1h' } },
  // haproxy-ingress > Configuration keys > "Timeout"; "Forwardfor": X-Forwarded-For is added, and that of clients removed. "Proxy body size": none, unless its ConfigMap has one.
  [IngressController.HAPROXY_INGRESS]: {
    className: 'haproxy',
    annotations: { 'haproxy-ingress.github.io/timeout-server': '1h', 'haproxy-ingress.github.io/timeout-tunnel': '1h' },
    bodySize: 'haproxy-ingress.github.io/proxy-body-size',
  },
  // aws-load-balancer-controller, Guide > Ingress > Annotations: "scheme" (internal unless said), "target-type" (ip needs no node port), "listen-ports",
  // "load-balancer-attributes". Application Load Balancers > Edit attributes: the idle timeout is 60 s, and at most 4000.
  [IngressController.AWS_ALB]: {
    className: 'alb',
    annotations: {
      [`${ALB}/scheme`]: 'internet-facing',
      [`${ALB}/target-type`]: 'ip',
      [`${ALB}/listen-ports`]: '[{"HTTP": 80}, {"HTTPS": 443}]',
      [`${ALB}/load-balancer-attributes`]: `idle_timeout.timeout_seconds=${PATIENCE}`,
    },
  },
};
