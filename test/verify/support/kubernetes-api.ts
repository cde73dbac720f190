import { once } from 'node:events';
import { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, Server } from 'node:https';
import { loopbackAddresses } from './addresses';
import { KeyPair, selfSigned } from './certificates';
import { Files } from './kubelet-folder';
import { Scope } from './scope';
import { Secret } from './secrets';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Fault {
  readonly method?: string;
  readonly status: number;
  readonly body?: string;
}

const PORT = 6443;
const NAMESPACE = '/api/v1/namespaces/jitsi';

/** What it may change beside Secrets, without knowing the version: a pod's own annotations. */
const PODS = `${NAMESPACE}/pods/`;

/** The part of an API server that the scripts use, with faults on demand. Only who has the token gets an answer. */
export class KubernetesApi {
  public readonly requests: ApiRequest[] = [];
  public readonly token = 'header.token-of-the-service-account.signature';
  private readonly objects = new Map<string, Json>();
  private readonly faults: Fault[] = [];
  private server: Server | undefined;
  private version = 0;

  /** Prepares an API server that does not listen yet. */
  public static async prepare(scope: Scope): Promise<KubernetesApi> {
    const address = loopbackAddresses()(64);
    const api = new KubernetesApi(address, await selfSigned(address));
    scope.onClose(() => api.stop());
    return api;
  }

  public static async start(scope: Scope): Promise<KubernetesApi> {
    const api = await KubernetesApi.prepare(scope);
    await api.listen();
    return api;
  }

  private constructor(private readonly address: string, private readonly keyPair: KeyPair) {}

  public async listen(): Promise<void> {
    this.server = createServer({ cert: this.keyPair.certificate, key: this.keyPair.key }, (request, response) => {
      this.handle(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    }).listen(PORT, this.address);
    await once(this.server, 'listening');
  }

  /** Variables that kubelet gives to every container. */
  public get env(): Files {
    return { KUBERNETES_SERVICE_HOST: this.address, KUBERNETES_SERVICE_PORT: String(PORT) };
  }

  /** Files of the volume that gives access. */
  public get access(): Files {
    return { 'token': this.token, 'ca.crt': this.keyPair.certificate };
  }

  /** Requests that changed something, or would have. */
  public get writes(): ApiRequest[] {
    return this.requests.filter(({ method }) => method !== 'GET');
  }

  /** The next request, or the next by this method, gets this answer instead of the right one. */
  public failNext(...faults: readonly Fault[]): void {
    this.faults.push(...faults);
  }

  public secret(name: string): Secret | undefined {
    return this.objects.get(`${NAMESPACE}/secrets/${name}`) as Secret | undefined;
  }

  /** In the namespace of the scripts, or in another one. */
  public putSecret(secret: Secret, namespace = 'jitsi'): void {
    this.put(`/api/v1/namespaces/${namespace}/secrets/${secret.metadata.name}`, { apiVersion: 'v1', kind: 'Secret', ...secret });
  }

  /** Gives a Service of type LoadBalancer its addresses. */
  public putService(name: string, ...ingress: ReadonlyArray<{ readonly ip?: string; readonly hostname?: string }>): void {
    this.put(`${NAMESPACE}/services/${name}`, { kind: 'Service', metadata: { name }, status: { loadBalancer: ingress.length === 0 ? {} : { ingress: ingress.map((each) => ({ ...each })) } } });
  }

  public putNode(name: string, ...addresses: ReadonlyArray<{ readonly type: string; readonly address: string }>): void {
    this.put(`/api/v1/nodes/${name}`, { kind: 'Node', metadata: { name }, status: addresses.length === 0 ? {} : { addresses: addresses.map((each) => ({ ...each })) } });
  }

  public putPod(name: string, annotations: Files): void {
    this.put(`${PODS}${name}`, { kind: 'Pod', metadata: { name, annotations: { ...annotations } } });
  }

  public annotations(pod: string): Files | undefined {
    return (this.objects.get(`${PODS}${pod}`) as unknown as { readonly metadata: { readonly annotations: Files } } | undefined)?.metadata.annotations;
  }

  private async stop(): Promise<void> {
    if (this.server?.listening === true) {
      const closed = once(this.server, 'close');
      this.server.close();
      this.server.closeAllConnections();
      await closed;
    }
  }

  private put(path: string, object: Json): void {
    this.version += 1;
    this.objects.set(path, merge(object, { metadata: { resourceVersion: String(this.version) } }));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part as Buffer);
    }
    const { method = '', url: path = '', headers } = request;
    const received = { method, path, headers, body: Buffer.concat(parts).toString() };
    this.requests.push(received);
    const fault = this.faults.findIndex((each) => each.method === undefined || each.method === method);
    const { status, body } = this.faults.splice(fault, fault === -1 ? 0 : 1)[0] ?? this.answer(received);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(body ?? JSON.stringify({ kind: 'Status', message: `made to fail with ${status}` }));
  }

  private answer({ method, path, headers, body }: ApiRequest): Fault {
    const refuse = (status: number, message: string): Fault => ({ status, body: JSON.stringify({ kind: 'Status', message }) });
    if (headers.authorization !== `Bearer ${this.token}`) {
      return refuse(401, 'Unauthorized');
    }
    const object = this.objects.get(path);
    if (method === 'POST' && path === `${NAMESPACE}/secrets`) {
      const secret = JSON.parse(body) as Secret;
      const own = `${path}/${secret.metadata.name}`;
      if (headers['content-type'] !== 'application/json') {
        return refuse(415, `unknown media type ${headers['content-type'] ?? ''}`);
      }
      if (this.objects.has(own)) {
        return refuse(409, `secrets "${secret.metadata.name}" already exists`);
      }
      this.put(own, JSON.parse(body) as Json);
      return { status: 201, body: JSON.stringify(this.objects.get(own)) };
    }
    if (object === undefined) {
      return refuse(404, `${path} not found`);
    }
    if (method === 'PATCH') {
      const patch = JSON.parse(body) as { metadata?: { resourceVersion?: string } };
      if (headers['content-type'] !== 'application/merge-patch+json') {
        return refuse(415, `unknown media type ${headers['content-type'] ?? ''}`);
      }
      if (!path.startsWith(PODS) && patch.metadata?.resourceVersion !== (object as unknown as Secret).metadata.resourceVersion) {
        return refuse(409, 'the object has been modified');
      }
      this.put(path, merge(object, patch));
    } else if (method !== 'GET') {
      return refuse(405, method);
    }
    return { status: 200, body: JSON.stringify(this.objects.get(path)) };
  }
}

/** RFC 7386: objects are merged, null removes a member, all else replaces what was there. */
function merge(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) {
    return patch;
  }
  const result = { ...(isObject(target) ? target : {}) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      Reflect.deleteProperty(result, key);
    } else {
      result[key] = merge(result[key], value);
    }
  }
  return result;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
