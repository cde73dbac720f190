import { ClientRequest } from 'node:http';
import { createInterface } from 'node:readline';

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

/** A change of an object, as the API server told it. */
export interface Change<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
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

  /**
   * Hears of all that happens to objects, in its order, until it is told to stop or the server goes away.
   *
   * @param path of their list, with the version from which on.
   */
  public watch<T>(path: string, hear: (change: Change<T>) => void, stop: AbortSignal): Promise<void> {
    return new Promise((done, fail) => {
      const asked = this.ask('GET', `${path}&watch=true`, 'application/json');
      stop.addEventListener('abort', () => {
        done();
        asked.destroy();
      });
      asked.on('response', (response) => {
        if (response.statusCode !== 200) {
          fail(new Error(`${path}: ${response.statusCode}`));
          response.resume();
          return;
        }
        createInterface(response).on('error', fail).on('close', done).on('line', (line) => {
          try {
            const change = JSON.parse(line) as Change<T> | { readonly type: 'ERROR' };
            if (change.type === 'ERROR') {
              throw new Error(`${path}: ${line}`);
            }
            hear(change);
          } catch (error) {
            fail(error instanceof Error ? error : new Error(String(error)));
            asked.destroy();
          }
        });
      }).on('error', fail).end();
    });
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
