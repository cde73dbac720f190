import { readFileSync } from 'node:fs';
import { Files } from '../../support/kubelet-folder';
import { Api } from './api';
import { tokenOf } from './emitted-service-account';

export interface Right {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A ServiceAccount of a namespace of its own, with the rights that a test gives to it: in its namespace, or in the whole cluster for what belongs to none. */
export class BareServiceAccount {
  public static async in(namespace: string, right: Right, where: 'namespace' | 'cluster' = 'namespace'): Promise<BareServiceAccount> {
    const api = Api.ofTests();
    const account = new BareServiceAccount(api, namespace);
    const metadata = { name: namespace };
    const [role, binding] = where === 'cluster' ? ['ClusterRole', 'ClusterRoleBinding'] : ['Role', 'RoleBinding'];
    const rbac = `/apis/rbac.authorization.k8s.io/v1${where === 'cluster' ? '' : `/namespaces/${namespace}`}`;
    const subjects = [{ kind: 'ServiceAccount', name: namespace, namespace }];
    await account.create('/api/v1/namespaces', { metadata });
    await account.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata });
    await account.create(`${rbac}/${role.toLowerCase()}s`, { metadata, rules: [right] });
    await account.create(`${rbac}/${binding.toLowerCase()}s`, { metadata, subjects, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: role, name: namespace } });
    return account;
  }

  private constructor(public readonly api: Api, private readonly name: string) {}

  /** Variables that kubelet gives to every container. */
  public get env(): Files {
    return { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(this.api.address.port) };
  }

  public async access(): Promise<Files> {
    return { 'token': await tokenOf(this.api, this.name, this.name), 'ca.crt': readFileSync(this.api.address.certificateAuthority, 'utf8') };
  }

  public async create(path: string, object: object): Promise<void> {
    const { status, body } = await this.api.request('POST', path, object);
    if (status !== 201) {
      throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
    }
  }
}
