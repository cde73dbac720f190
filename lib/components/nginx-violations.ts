import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { EdgePlace } from '../edge/edge-way';
import { edgeMisfits } from '../edge/misfits';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { managedByScripts } from '../kubernetes/environment';
import { isSound, kibibytes, seconds } from '../kubernetes/quantities';
import { securityHeadersViolations } from '../nginx/security-headers';
import { snippetViolations } from '../nginx/snippets';
import { AddressClaim } from '../options/address-claims';
import { leastMemory, replicatedViolations } from '../options/component-violations';
import { EdgeExposure } from '../options/edge-exposure';
import { enforced } from '../options/pod-security';
import { Tls } from '../options/tls';
import { at, judge, Rule, Violation } from '../validation/violations';
import { NginxOptions } from './nginx-options';

const MANAGED = managedByScripts('EDGE_CONFIG', 'EDGE_INTERVAL', 'EDGE_IPV6', 'EDGE_RUNTIME', 'EDGE_TLS', 'RESOLV_CONF');

const RULES: ReadonlyArray<Rule<NginxOptions>> = [
  {
    field: 'hsts',
    condition: ({ hsts }) => hsts !== undefined && !isSound(seconds(hsts)),
    message: ({ hsts }) => `${hsts ? seconds(hsts) : ''} seconds: must be whole seconds and more than none; leave it out to tell browsers nothing`,
  },
  {
    field: 'maxRequestBody',
    // What does not fit into memory is written to a folder that may not grow beyond 128 MiB.
    condition: ({ maxRequestBody }) => maxRequestBody !== undefined && !(isSound(kibibytes(maxRequestBody)) && kibibytes(maxRequestBody) <= 65_536),
    message: ({ maxRequestBody }) => `${maxRequestBody ? kibibytes(maxRequestBody) : ''} KiB: must be whole kibibytes, more than none and at most 64 MiB, such as Size.mebibytes(10)`,
  },
];

/** What is wrong with the edge's options. */
export function nginxOptionsViolations(path: string, instance: JitsiInstance, options: NginxOptions): Violation[] {
  return [
    ...judge(path, options, RULES),
    ...(instance.publicPort === 80 && options.redirectHttp !== false
      ? [{ field: at(path, 'redirectHttp'), problem: 'the public address has port 80 itself; set redirectHttp to false or choose another port' }] : []),
    ...(options.clientLimits?._violations(at(path, 'clientLimits')) ?? []),
    ...(options.securityHeaders ? securityHeadersViolations(at(path, 'securityHeaders'), options.securityHeaders) : []),
    ...snippetViolations(at(path, 'httpSnippet'), options.httpSnippet),
    ...snippetViolations(at(path, 'serverSnippet'), options.serverSnippet),
    ...replicatedViolations(path, IMAGES.nginx, MANAGED, instance, options),
    ...leastMemory(path, options, Size.mebibytes(64)),
  ];
}

/** The edge as its way in needs to know it. */
export function edgePlace(instance: JitsiInstance, tls: Tls, { redirectHttp = true, maxRequestBody }: NginxOptions): EdgePlace {
  return { instance, name: instance.objectName('nginx'), tls, redirectHttp, maxRequestBody: maxRequestBody && kibibytes(maxRequestBody) };
}

/** What of a stack's props says how it is reached. */
interface EdgeChoices {
  readonly edge?: EdgeExposure;
  readonly tls?: Tls;
  readonly nginx?: NginxOptions;
}

/** What the load balancer of a stack's edge is asked for. */
export function edgeClaims(instance: JitsiInstance, { edge, tls = Tls.selfSigned(), nginx = {} }: EdgeChoices): AddressClaim[] {
  return edge?._way.claims?.('edge', edgePlace(instance, tls, nginx)) ?? [];
}

/** What is wrong with how a stack is reached, and with who ends TLS. */
export function edgeViolations(
  scope: Construct, instance: JitsiInstance, { edge = EdgeExposure.loadBalancer(), tls = Tls.selfSigned(), nginx = {} }: EdgeChoices, path: string = 'edge',
): Violation[] {
  return edgeMisfits({ edge: path, tls: 'tls' }, edge._way, edgePlace(instance, tls, nginx), enforced(scope));
}
