import { flag, map, oneOf, required, Shape, struct, text } from '../validation/shapes';
import { PROXY_PROTOCOL, ProxyProtocolOptions } from './proxy-protocol';
import { CONTROLLER_NAMESPACE } from './proxy-rules';

/** Kinds of routes from a Gateway to the edge. */
export enum GatewayRoute {
  /** The Gateway ends TLS and speaks HTTP to the edge, with the client's address in `X-Forwarded-For`. */
  HTTP_ROUTE = 'HTTPRoute',
  /** The Gateway reads the name that a browser asks for and passes TLS through. Clients' addresses are lost unless it speaks the PROXY protocol. */
  TLS_ROUTE = 'TLSRoute',
}

/** A Gateway that somebody else keeps. */
export interface ExistingGateway {
  /** Its name. */
  readonly name: string;

  /**
   * Its namespace. A Gateway lets routes of other namespaces in only where its `allowedRoutes` say so.
   *
   * @default - The stack's own.
   */
  readonly namespace?: string;

  /**
   * Name of the listener for HTTPS. Then no route leads from port 80 to the edge: to send browsers to HTTPS is the business of who keeps the Gateway.
   *
   * @default - All listeners that let the route in.
   */
  readonly sectionName?: string;
}

/** How a Gateway brings browsers. One of `className` and `existing` must be given. */
export interface EdgeGatewayOptions {
  /**
   * GatewayClass of a new Gateway for the stack alone, with a listener for HTTPS and one that sends browsers there from port 80.
   *
   * @default - None is made.
   */
  readonly className?: string;

  /**
   * Annotations of the new Gateway.
   *
   * @default - None.
   */
  readonly annotations?: { readonly [key: string]: string };

  /**
   * The Gateway that the route belongs to.
   *
   * @default - A new one is made.
   */
  readonly existing?: ExistingGateway;

  /**
   * Whether the Gateway ends TLS.
   *
   * @default GatewayRoute.HTTP_ROUTE
   */
  readonly route?: GatewayRoute;

  /**
   * Whether the HTTPRoute switches off the time limit of requests (`timeouts`), which cuts websockets in some implementations. Set it to false for one that knows
   * no such field, and say there what it needs.
   *
   * @default true
   */
  readonly disableRequestTimeout?: boolean;

  /**
   * Whether the Gateway sends each client's address by the PROXY protocol. It is for `GatewayRoute.TLS_ROUTE`, and the Gateway must be told by a policy of its own.
   *
   * @default - It does not.
   */
  readonly proxyProtocol?: ProxyProtocolOptions;

  /**
   * Namespace of the Gateway's pods: with it nobody else may connect to the edge. Leave it out where they are outside the cluster, or in the network of their node.
   *
   * @default - Anybody in the cluster may connect.
   */
  readonly controllerNamespace?: string;
}

const EXISTING: Shape<ExistingGateway> = {
  name: required(text('the name of a Gateway, such as "public"')), namespace: text('the name of a namespace, such as "gateways"'), sectionName: text('the name of a listener, such as "https"'),
};

/** The form of the options. */
export const EDGE_GATEWAY: Shape<EdgeGatewayOptions> = {
  className: text('the name of a GatewayClass, such as "envoy"'),
  annotations: map(text('"…", the value of an annotation'), '"example.org/key"'),
  existing: struct(EXISTING),
  route: oneOf<GatewayRoute>('GatewayRoute', GatewayRoute),
  disableRequestTimeout: flag,
  proxyProtocol: PROXY_PROTOCOL,
  controllerNamespace: CONTROLLER_NAMESPACE,
};
