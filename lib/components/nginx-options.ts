import { Duration, Size } from 'cdk8s';
import { ClientLimits } from '../nginx/client-limits';
import { SecurityHeaders } from '../nginx/security-headers';
import { ReplicatedComponentOptions } from '../options/component-options';

/** What the edge can be given. */
export interface NginxOptions extends ReplicatedComponentOptions {
  /**
   * Whether browsers that come by HTTP are sent to the public address: those that come to TCP 80, or of whom a proxy in front says so (`X-Forwarded-Proto`).
   *
   * @default true
   */
  readonly redirectHttp?: boolean;

  /**
   * For how long browsers that were here once use HTTPS alone (HTTP Strict Transport Security). Choose it when you are sure: it cannot be taken back.
   *
   * @default - Browsers are not told so.
   */
  readonly hsts?: Duration;

  /**
   * How much one client's address may have of each pod.
   *
   * @default ClientLimits.perAddress()
   */
  readonly clientLimits?: ClientLimits;

  /**
   * Headers that tell browsers to be careful.
   *
   * @default - Those of web alone.
   */
  readonly securityHeaders?: SecurityHeaders;

  /**
   * The largest body of a request, at most 64 MiB. A known Ingress controller with a limit of its own is told as well.
   *
   * @default Size.mebibytes(1)
   */
  readonly maxRequestBody?: Size;

  /**
   * Whether each request is logged, without its query, which may hold a token.
   *
   * @default true
   */
  readonly accessLog?: boolean;

  /**
   * Whether files that web marks as unchanging are kept, compressed.
   *
   * @default true
   */
  readonly assetCache?: boolean;

  /**
   * Directives of NGINX that are added to its `http` block, before the servers: maps, zones, further servers. NGINX itself checks them when a pod starts, so a
   * new pod with a wrong one does not become ready and the old ones go on.
   *
   * @default - None.
   */
  readonly httpSnippet?: string;

  /**
   * Directives of NGINX that are added to the `server` block of the site, before its locations. With an `add_header` of a location of yours, NGINX forgets those of
   * the server there.
   *
   * @default - None.
   */
  readonly serverSnippet?: string;
}
