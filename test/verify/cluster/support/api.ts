import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

/** Where an API server is, and who asks. */
export interface ApiAddress {
  readonly port: number;
  readonly token: string;
  /** File with the certificate of its authority. */
  readonly certificateAuthority: string;
}

export interface ApiAnswer<T> {
  readonly status: number;
  readonly body: T;
  /** What kubectl prints as `Warning:`, in the form of the header. */
  readonly warning: string;
}

/** An object as the API server keeps it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: ReadonlyArray<{ readonly kind: string; readonly name: string }>;
  };
}

/** Plain requests to an API server, for what kubectl would be too slow or would hide. */
export class Api {
  /** That of the running tests, as start-control-plane.ts left it in the environment. */
  public static ofTests(): Api {
    const address = process.env.TEST_API_SERVER;
    if (address === undefined) {
      throw new Error('TEST_API_SERVER is not set: start these tests with tools/verify.sh');
    }
    return new Api(JSON.parse(address) as ApiAddress);
  }

  // Its sockets do not keep the process alive when they are idle.
  private readonly agent = new Agent({ keepAlive: true });

  public constructor(public readonly address: ApiAddress) {}

  public async isReady(): Promise<boolean> {
    return this.request('GET', '/readyz').then(({ status }) => status === 200, () => false);
  }

  public request<T = unknown>(method: string, path: string, body?: object, contentType = 'application/json'): Promise<ApiAnswer<T>> {
    const { port, token, certificateAuthority } = this.address;
    return new Promise((done, fail) => {
      const asked = request({
        host: '127.0.0.1', port, method, path, agent: this.agent, ca: readFileSync(certificateAuthority), headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': contentType },
      }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part)).on('error', fail).on('end', () => {
          const text = Buffer.concat(parts).toString();
          done({ status: response.statusCode ?? 0, body: (response.headers['content-type']?.startsWith('application/json') === true ? JSON.parse(text) : text) as T, warning: response.headers.warning?.replaceAll('\\"', '"') ?? '' });
        });
      });
      asked.on('error', fail).end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** What is there; an answer of any other kind is an error. */
  public async get<T>(path: string): Promise<T> {
    const { status, body } = await this.request<T>('GET', path);
    if (status !== 200) {
      throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    }
    return body;
  }

  public async list<T extends KubernetesObject>(path: string): Promise<T[]> {
    return (await this.get<{ items: T[] }>(path)).items;
  }

  /** Changes a part of an object. */
  public async patch(path: string, change: object): Promise<void> {
    const { status, body } = await this.request('PATCH', path, change, 'application/merge-patch+json');
    if (status !== 200) {
      throw new Error(`PATCH ${path}: ${status} ${JSON.stringify(body)}`);
    }
  }
}
