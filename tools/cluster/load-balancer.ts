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

/** What a cloud does: gives Services of type LoadBalancer an address, after a while. */
class LoadBalancer {
  private readonly seen = new Map<string, number>();

  /** Addresses that the node has, and the Service that each is for. */
  private readonly given = new Map<string, string>();

  public constructor(private readonly folder: string, private readonly api: Api) {}

  public async work(): Promise<void> {
    const services = (await this.api.list<Service>('/api/v1/services')).filter(({ spec }) => spec.type === 'LoadBalancer');
    const alive = new Set(services.map(({ metadata }) => metadata.uid));
    [...this.given].filter(([, uid]) => !alive.has(uid)).forEach(([address]) => {
      this.given.delete(address);
      execFileSync('ip', ['address', 'delete', `${address}/32`, 'dev', 'eth0']);
    });
    for (const service of services) {
      const { metadata: { uid, name, namespace = '' }, spec: { loadBalancerIP }, status: { loadBalancer: { ingress = [] } } } = service;
      const since = this.seen.get(uid) ?? Date.now();
      this.seen.set(uid, since);
      // One that is there already may come from a test, or from the time before the node was started anew.
      for (const address of ingress.flatMap(({ ip }) => ip ?? [])) {
        this.take(address, uid);
      }
      if (ingress.length === 0 && Date.now() - since >= this.delay) {
        const address = loadBalancerIP ?? this.free();
        this.take(address, uid);
        await this.api.patch(`/api/v1/namespaces/${namespace}/services/${name}/status`, { status: { loadBalancer: { ingress: [{ ip: address, ipMode: 'VIP' }] } } });
      }
    }
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

async function main(folder: string): Promise<never> {
  const token = /^(\w+),admin,/m.exec(readFileSync(join(folder, 'tokens.csv'), 'utf8'))?.[1] ?? '';
  const balancer = new LoadBalancer(folder, new Api({ port: 6443, token, certificateAuthority: join(folder, 'ca.crt') }));
  for (;;) {
    // The API server may be away, as anything in a cluster may.
    await balancer.work().catch((error: unknown) => {
      console.error(error);
    });
    await setTimeout(100);
  }
}

void main(process.argv[2] ?? '');
