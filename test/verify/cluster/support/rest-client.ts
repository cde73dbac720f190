import { ClientRequest } from 'node:http';

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
export abstract class RestClient {
  public async isReady(): Promise<boolean> {
    return this.request('GET', '/readyz').then(({ status }) => status === 200, () => false);
  }

  public request<T = unknown>(method: string, path: string, body?: object, contentType = 'application/json'): Promise<ApiAnswer<T>> {
    return new Promise((done, fail) => {
      const asked = this.ask(method, path, contentType);
      asked.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part)).on('error', fail).on('end', () => {
          const text = Buffer.concat(parts).toString();
          done({ status: response.statusCode ?? 0, body: (response.headers['content-type']?.startsWith('application/json') === true ? JSON.parse(text) : text) as T, warning: response.headers.warning?.replaceAll('\\"', '"') ?? '' });
        });
      }).on('error', fail).end(body === undefined ? undefined : JSON.stringify(body));
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

  /** A request that has not been sent yet. */
  protected abstract ask(method: string, path: string, contentType: string): ClientRequest;
}
