import { Files } from '../../support/kubelet-folder';
import { Manifest, PodSpec, Stack, Volume } from '../../support/stack';
import { until } from '../../support/until';
import { Api } from './api';

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

const COLLECTIONS: Readonly<Record<string, string>> = {
  Namespace: 'namespaces', ServiceAccount: 'serviceaccounts', Role: 'roles', RoleBinding: 'rolebindings', ClusterRole: 'clusterroles', ClusterRoleBinding: 'clusterrolebindings', Service: 'services',
};

/** The ServiceAccount of a pod of a stack, on the API server of the tests, with the rights that the stack's own objects give to it and with nothing else. */
export class EmittedServiceAccount {
  /** Applies what belongs to the account of the pod that has this container, and whatever else is named. */
  public static async of(stack: Stack, container: string, ...others: readonly Manifest[]): Promise<EmittedServiceAccount> {
    const api = Api.ofTests();
    const pod = stack.podWith(container);
    const account = new EmittedServiceAccount(api, stack, pod, pod.serviceAccountName ?? 'default');
    await apply(api, stack.find(({ kind }) => kind === 'Namespace', 'Namespace'));
    await Promise.all([...account.objects('ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'), ...others].map((object) => apply(api, object)));
    await account.mayAct(true);
    return account;
  }

  private constructor(public readonly api: Api, private readonly stack: Stack, private readonly pod: PodSpec, private readonly name: string) {}

  public get namespace(): string {
    return this.stack.find(({ kind }) => kind === 'Namespace', 'Namespace').metadata.name;
  }

  /** What the API server calls whoever has a token of it. */
  public get user(): string {
    return `system:serviceaccount:${this.namespace}:${this.name}`;
  }

  /** Variables that kubelet gives to every container. */
  public get env(): Files {
    return { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(this.api.address.port) };
  }

  /** Files of the pod's volume with the means to reach the API server, made of the same requests as kubelet's. */
  public async access(): Promise<Files> {
    const sources = this.pod.volumes.find((volume): volume is Required<Pick<Volume, 'projected'>> & Volume => volume.projected !== undefined)?.projected.sources ?? [];
    const files = await Promise.all(sources.map(async ({ serviceAccountToken, configMap }): Promise<Files> => {
      if (serviceAccountToken !== undefined) {
        return { [serviceAccountToken.path]: await tokenOf(this.api, this.namespace, this.name, serviceAccountToken.expirationSeconds) };
      }
      const { data } = await until('ConfigMap of the volume', async () => {
        const answer = await this.api.request<{ data: Files }>('GET', `/api/v1/namespaces/${this.namespace}/configmaps/${configMap?.name ?? ''}`);
        return answer.status === 200 && answer.body;
      });
      return Object.fromEntries((configMap?.items ?? []).map(({ key, path }) => [path, data[key] ?? '']));
    }));
    return Object.assign({}, ...files) as Files;
  }

  /** Takes the Role away, and waits until the API server knows. */
  public async loseRole(): Promise<void> {
    await this.api.request('DELETE', pathOf(this.role));
    await this.mayAct(false);
  }

  /** Gives the Role back. */
  public async regainRole(): Promise<void> {
    await apply(this.api, this.role);
    await this.mayAct(true);
  }

  private get role(): Manifest {
    const [role] = this.objects('Role', 'ClusterRole');
    if (role === undefined) {
      throw new Error(`${this.name} has no Role`);
    }
    return role;
  }

  private objects(...kinds: readonly string[]): Manifest[] {
    // Those of the cluster have the namespace in their name.
    return this.stack.manifests.filter(({ kind, metadata }) => kinds.includes(kind) && [this.name, `${this.namespace}.${this.name}`].includes(metadata.name));
  }

  /** The authorizer hears of changed Roles a moment later than the client that changed them. */
  private async mayAct(expected: boolean): Promise<void> {
    const [rule] = (this.role as Manifest & { readonly rules: Rule[] }).rules;
    const resourceAttributes = { namespace: this.role.metadata.namespace, verb: rule?.verbs[0], resource: rule?.resources[0], name: rule?.resourceNames?.[0] };
    await until(`${this.user} may act: ${String(expected)}`, async () => {
      const { body } = await this.api.request<{ status: { allowed: boolean } }>('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { spec: { user: this.user, resourceAttributes } });
      return body.status.allowed === expected;
    });
  }
}

/** A token as kubelet asks for it. */
export async function tokenOf(api: Api, namespace: string, account: string, expirationSeconds = 3600): Promise<string> {
  const { status, body } = await api.request<{ status: { token: string } }>('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`, { spec: { expirationSeconds } });
  if (status !== 201) {
    throw new Error(`no token for ${account}: ${status} ${JSON.stringify(body)}`);
  }
  return body.status.token;
}

function pathOf({ apiVersion, kind, metadata: { namespace, name } }: Manifest): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}${namespace === undefined ? '' : `/namespaces/${namespace}`}/${COLLECTIONS[kind] ?? ''}/${name}`;
}

/** As `kubectl apply --server-side --validate=strict` does it, without the second that kubectl takes. */
async function apply(api: Api, object: Manifest): Promise<void> {
  const { status, body } = await api.request('PATCH', `${pathOf(object)}?fieldManager=kubectl&fieldValidation=Strict`, object, 'application/apply-patch+yaml');
  if (status !== 200 && status !== 201) {
    throw new Error(`${object.kind} ${object.metadata.name}: ${status} ${JSON.stringify(body)}`);
  }
}
