import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Api } from '../../test/verify/cluster/support/api';
import { KubernetesObject } from '../../test/verify/cluster/support/rest-client';
import { LOAD_BALANCER_RANGE } from './addresses';

interface Service extends KubernetesObject {
  readonly spec: { readonly type: string; readonly loadBalancerIP?: string };
  readonly status: { readonly loadBalancer: { readonly ingress?: ReadonlyArray<{ readonly ip?: string }> } };
}

interface Services {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly Service[];
}

interface Known {
  readonly service: Service;
  /** Milliseconds as `Date.now()` counts. */
  readonly since: number;
}

/** What a cloud does: gives Services of type LoadBalancer an address, after a while. */
class LoadBalancer {
  /** Services that want an address or have one, by their identity. */
  private known = new Map<string, Known>();

  /** Addresses that the node has, and the Service that each is for. */
  private readonly given = new Map<string, string>();

  public constructor(private readonly folder: string, private readonly api: Api) {}

  /** Works until the API server goes away, as anything in a cluster may. */
  public async work(): Promise<void> {
    const { metadata: { resourceVersion }, items } = await this.api.get<Services>('/api/v1/services');
    this.known = new Map(items.filter(isForLoadBalancers).map((service) => [service.metadata.uid, this.knownNow(service)]));
    const end = new AbortController();
    const serving = this.serve(end.signal);
    try {
      await Promise.race([this.hear(resourceVersion, end.signal), serving]);
    } finally {
      end.abort();
      await serving.catch(() => undefined);
    }
  }

  private hear(version: string, end: AbortSignal): Promise<void> {
    return this.api.watch<Service>(`/api/v1/services?resourceVersion=${version}`, ({ type, object }) => {
      if (type !== 'DELETED' && isForLoadBalancers(object)) {
        this.known.set(object.metadata.uid, this.knownNow(object));
      } else {
        this.known.delete(object.metadata.uid);
      }
    }, end);
  }

  /** Looks at what it has heard, ten times a second: a delay may have passed. */
  private async serve(end: AbortSignal): Promise<void> {
    while (!end.aborted) {
      [...this.given].filter(([, uid]) => !this.known.has(uid)).forEach(([address]) => {
        this.given.delete(address);
        execFileSync('ip', ['address', 'delete', `${address}/32`, 'dev', 'eth0']);
      });
      for (const each of this.known.values()) {
        await this.attend(each);
      }
      await setTimeout(100);
    }
  }

  private async attend(known: Known): Promise<void> {
    const { service, since } = known;
    const { metadata: { uid, name, namespace = '' }, spec: { loadBalancerIP }, status: { loadBalancer: { ingress = [] } } } = service;
    // One that is there already may come from a test, or from the time before the node was started anew.
    for (const address of ingress.flatMap(({ ip }) => ip ?? [])) {
      this.take(address, uid);
    }
    if (ingress.length === 0 && Date.now() - since >= this.delay) {
      const address = loadBalancerIP ?? [...this.given].find(([, owner]) => owner === uid)?.[0] ?? this.free();
      this.take(address, uid);
      const status = { loadBalancer: { ingress: [{ ip: address, ipMode: 'VIP' }] } };
      await this.api.patch(`/api/v1/namespaces/${namespace}/services/${name}/status`, { status });
      // What was heard meanwhile is newer.
      if (this.known.get(uid) === known) {
        this.known.set(uid, { service: { ...service, status }, since });
      }
    }
  }

  private knownNow(service: Service): Known {
    return { service, since: this.known.get(service.metadata.uid)?.since ?? Date.now() };
  }

  private take(address: string, uid: string): void {
    if (!this.given.has(address)) {
      execFileSync('ip', ['address', 'replace', `${address}/32`, 'dev', 'eth0']);
    }
    this.given.set(address, uid);
  }

  private free(): string {
    const found = Array.from({ length: 254 }, (_, index) => `${LOAD_BALANCER_RANGE}.${index + 1}`).find((address) => !this.given.has(address));
    if (found === undefined) {
      throw new Error(`all addresses of ${LOAD_BALANCER_RANGE}.0/24 are taken`);
    }
    return found;
  }

  /** In milliseconds; a test may change it at any time. */
  private get delay(): number {
    return Number(readFileSync(join(this.folder, 'load-balancer-delay'), 'utf8')) * 1000;
  }
}

const isForLoadBalancers = ({ spec }: Service): boolean => spec.type === 'LoadBalancer';

async function main(folder: string): Promise<never> {
  const token = /^(\w+),admin,/m.exec(readFileSync(join(folder, 'tokens.csv'), 'utf8'))?.[1] ?? '';
  const balancer = new LoadBalancer(folder, new Api({ port: 6443, token, certificateAuthority: join(folder, 'ca.crt') }));
  for (;;) {
    await balancer.work().catch((error: unknown) => {
      console.error(error);
    });
    await setTimeout(100);
  }
}

void main(process.argv[2] ?? '');
