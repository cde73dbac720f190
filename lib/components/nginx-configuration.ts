import { EDGE_HEALTH, EDGE_PORTS, EdgeWay } from '../edge/edge-way';
import { kibibytes, seconds } from '../kubernetes/quantities';
import { ServicePort } from '../kubernetes/services';
import { ClientAddresses } from '../nginx/client-addresses';
import { ClientLimits } from '../nginx/client-limits';
import { nginxConfig } from '../nginx/nginx-config';
import { Tls } from '../options/tls';
import type { NginxProps } from './nginx';

/** Whether a port of the Service leads to where browsers are sent to HTTPS. */
export function isRedirect({ name, target = name }: ServicePort): boolean {
  return target === EDGE_PORTS.http.name;
}

/** The text of nginx.conf for what the edge was given. */
export function configuration(props: NginxProps, tls: Tls, way: EdgeWay, servicePorts: readonly ServicePort[]): string {
  const { web, redirectHttp = true, hsts, clientLimits = ClientLimits.perAddress(), maxRequestBody, accessLog = true, assetCache = true } = props;
  const { instance, prosody } = web;
  return nginxConfig({
    publicAuthority: instance.publicPort === 443 ? instance.publicHost : `${instance.publicHost}:${instance.publicPort}`,
    web: `${web.host}:${web.port}`,
    prosody: `${prosody.host}:${prosody.httpPort}`,
    xmppDomain: instance.xmpp.domain,
    redirectHttp,
    hstsSeconds: hsts && seconds(hsts),
    ports: {
      site: tls._upstream ? EDGE_PORTS.plain.port : EDGE_PORTS.https.port,
      tls: tls._upstream === undefined,
      http: servicePorts.some(isRedirect) ? EDGE_PORTS.http.port : undefined,
      health: EDGE_HEALTH.port,
    },
    clientAddresses: trusted('X-Forwarded-For', tls._upstream?.trustedProxies) ?? trusted('proxy_protocol', way.proxyProtocol),
    limits: clientLimits._numbers,
    securityHeaders: props.securityHeaders,
    maxRequestBody: maxRequestBody && kibibytes(maxRequestBody),
    accessLog,
    assetCache,
    httpSnippet: props.httpSnippet,
    serverSnippet: props.serverSnippet,
  });
}

function trusted(by: ClientAddresses['by'], proxies: readonly string[] | undefined): ClientAddresses | undefined {
  return proxies && { by, trusted: proxies };
}
