import { Construct } from 'constructs';
import { Labels } from '../kubernetes/labels';
import { metadata } from '../kubernetes/metadata';
import { kubernetesObject } from '../kubernetes/objects';
import { ServicePort } from '../kubernetes/services';
import { ServiceFields } from '../kubernetes/types';
import { isDnsSubdomain, isQualifiedName } from '../validation/formats';
import { map, oneOf, Shape, shapeViolations, text } from '../validation/shapes';
import { at, shown, Violation } from '../validation/violations';
import { EdgePlace, EdgeWay, Entrance, FROM_PROXIES } from './edge-way';
import { ingressAnnotationMisfits } from './annotations';
import { INGRESS_CONTROLLERS, IngressController } from './ingress-controllers';
import { behindProxyMisfits, CONTROLLER_NAMESPACE, controllerNamespaceViolations, policyMisfits } from './proxy-rules';

/** How an Ingress brings browsers. */
export interface EdgeIngressOptions {
  /**
   * The controller that serves it: with it come its class, and the annotations without which it cuts websockets after a minute.
   *
   * @default - Nothing is known of it; annotations say what it wants.
   */
  readonly controller?: IngressController;

  /**
   * Name of the IngressClass.
   *
   * @default - The one that the controller's installation makes, or the cluster's own.
   */
  readonly className?: string;

  /**
   * Annotations of the Ingress. They go before those of the controller.
   *
   * @default - Those that the controller needs.
   */
  readonly annotations?: { readonly [key: string]: string };

  /**
   * Namespace of the controller's pods: with it nobody else may connect to the edge. Leave it out where the controller is outside the cluster, or in the
   * network of its node.
   *
   * @default - Anybody in the cluster may connect.
   */
  readonly controllerNamespace?: string;
}

const OPTIONS: Shape<EdgeIngressOptions> = {
  controller: oneOf<IngressController>('IngressController', IngressController),
  className: text('the name of an IngressClass, such as "nginx"'),
  annotations: map(text('"…", the value of an annotation'), '"example.org/key"'),
  controllerNamespace: CONTROLLER_NAMESPACE,
};

/** An Ingress, whose controller ends TLS. */
export class EdgeIngress implements EdgeWay {
  public readonly name = 'ingress';
  public readonly serviceFields: ServiceFields = { type: 'ClusterIP' };

  constructor(private readonly options: EdgeIngressOptions) {}

  public get comesFrom(): string | undefined {
    return this.options.controllerNamespace;
  }

  public servicePorts(): ServicePort[] {
    return [...FROM_PROXIES];
  }

  public entrances({ instance, name, redirectHttp }: EdgePlace): Entrance[] {
    const address = 'that of the Ingress controller';
    return [{ port: instance.publicPort, at: name, address, redirects: false }, ...(redirectHttp ? [{ port: 80, at: name, address, redirects: true }] : [])];
  }

  public lookUp({ instance, name }: EdgePlace): string {
    return `kubectl -n ${instance.namespace} get ingress ${name}`;
  }

  public provide(scope: Construct, { instance, name, tls, maxRequestBody }: EdgePlace): void {
    const preset = this.options.controller && INGRESS_CONTROLLERS[this.options.controller];
    const bodySize: Labels = preset?.bodySize !== undefined && maxRequestBody !== undefined ? { [preset.bodySize]: `${maxRequestBody}k` } : {};
    const annotations: Labels = { ...preset?.annotations, ...bodySize, ...this.options.annotations };
    const hosts = tls._hosts(instance);
    kubernetesObject(scope, 'Ingress', 'Ingress', {
      metadata: metadata(instance, name, instance._selector('nginx'), { annotations }),
      spec: {
        ingressClassName: this.options.className ?? preset?.className,
        tls: [{ hosts, secretName: tls._secret(instance)?.name }],
        rules: hosts.map((host) => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } }] } })),
      },
    });
  }

  public violations(path: string): Violation[] {
    const wrong = shapeViolations(path, this.options, OPTIONS);
    if (wrong.length > 0) {
      return wrong;
    }
    const { annotations, className, controller, controllerNamespace } = this.options;
    const [impatient] = Object.entries(IngressController).filter(([, one]) => INGRESS_CONTROLLERS[one].className === className && Object.keys(INGRESS_CONTROLLERS[one].annotations).length > 0);
    return [
      ...(controller === undefined && annotations === undefined && impatient !== undefined ? [{
        field: at(path, 'controller'),
        problem: `is missing: class ${shown(className)} may be that of a controller that cuts websockets after a minute; write IngressController.${impatient[0]}, or what your controller wants in annotations, which may be {}`,
      }] : []),
      ...(className !== undefined && !isDnsSubdomain(className) ? [{ field: at(path, 'className'), problem: `${shown(className)} is no name of an IngressClass; write one that "kubectl get ingressclasses" shows` }] : []),
      ...Object.keys(annotations ?? {}).filter((key) => !isQualifiedName(key)).map((key) => ({
        field: at(path, 'annotations'), problem: `${shown(key)} is no key of an annotation; write prefix/name, with at most 63 characters in the name`,
      })),
      ...controllerNamespaceViolations(path, controllerNamespace),
    ];
  }

  public misfits(path: string, place: EdgePlace): Violation[] {
    const { annotations = {}, controller, controllerNamespace } = this.options;
    const outside = controller === IngressController.AWS_ALB;
    return [
      ...behindProxyMisfits(path, 'EdgeExposure.ingress', place),
      ...ingressAnnotationMisfits(path, annotations, place.tls._secret(place.instance)?.name),
      ...(outside && controllerNamespace !== undefined ? [{
        field: at(path, 'controllerNamespace'), problem: 'an Application Load Balancer is outside the cluster, and only pods of this namespace would be let in; leave it out',
      }] : []),
      ...(outside && place.tls._upstream?.showsCertificate === true ? [{
        field: at(path, 'controller'), problem: 'an Application Load Balancer shows certificates of AWS Certificate Manager and reads no Secret; leave certificate out of Tls.terminatedUpstream, and have one for the host there',
      }] : []),
      ...policyMisfits(path, place, controllerNamespace),
    ];
  }
}
