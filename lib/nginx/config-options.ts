import { ClientAddresses } from './client-addresses';
import { ClientLimitsOptions } from './client-limits';
import { SecurityHeaders } from './security-headers';

/** What the edge's configuration depends on. */
export interface NginxConfigOptions {
  /** Host name and, where it is not 443, port that browsers are sent to. */
  readonly publicAuthority: string;
  /** Host and port of web. */
  readonly web: string;
  /** Host and port of Prosody's HTTP server. */
  readonly prosody: string;
  /** Name that Prosody knows itself by. */
  readonly xmppDomain: string;
  /** Whether browsers that come by HTTP are sent to HTTPS. */
  readonly redirectHttp: boolean;
  /** Seconds for which browsers use HTTPS alone; undefined where they are not told to. */
  readonly hstsSeconds: number | undefined;
  readonly ports: NginxPorts;
  /** Who else than the client itself may say where it comes from; undefined where nobody may. */
  readonly clientAddresses: ClientAddresses | undefined;
  /** How much one client may have; undefined where there are no limits. */
  readonly limits: Required<ClientLimitsOptions> | undefined;
  readonly securityHeaders: SecurityHeaders | undefined;
  /** KiB of the largest body of a request; undefined for NGINX's own limit. */
  readonly maxRequestBody: number | undefined;
  readonly accessLog: boolean;
  readonly assetCache: boolean;
  readonly httpSnippet: string | undefined;
  readonly serverSnippet: string | undefined;
}

/** Ports that the edge listens on, above 1023 because it has no right to lower ones. */
export interface NginxPorts {
  /** For the site. */
  readonly site: number;
  /** Whether the site is reached by TLS. */
  readonly tls: boolean;
  /** Sends browsers to HTTPS; undefined where none come there. */
  readonly http: number | undefined;
  readonly health: number;
}
