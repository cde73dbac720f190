import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { JitsiInstance } from '../jitsi-instance';
import { ConfigFiles } from '../kubernetes/config-map';
import { descriptiveLabels, INSTANCE_LABEL, Labels } from '../kubernetes/labels';
import { claim, folder, memoryFolder, Mount, secretFolder } from '../kubernetes/mounts';
import { kubernetesObject } from '../kubernetes/objects';
import { ContainerSpec } from '../kubernetes/pod';
import { DefaultResources, quantity } from '../kubernetes/quantities';
import { script } from '../script';
import { InternalAccountsOptions } from '../options/authentication/internal-accounts';

const SCRIPT = 'prepare-accounts.sh';
const DATA_FOLDER = '/var/lib/prosody';
const USERS_FOLDER = '/users';

/** A shell, and one `prosodyctl` at a time, which takes 20 MiB. */
const RESOURCES: DefaultResources = {
  cpuRequest: 10,
  cpuLimit: 1000,
  memoryRequest: Size.mebibytes(32),
  memoryLimit: Size.mebibytes(128),
  ephemeralRequest: Size.mebibytes(16),
  ephemeralLimit: Size.mebibytes(64),
};

/** What Prosody's pod needs for its data. */
export interface ProsodyData {
  /** Where Prosody has it. */
  readonly mount: Mount;
  /** What runs before Prosody. */
  readonly initContainers?: readonly ContainerSpec[];
}

/** Data of a Prosody that keeps nothing: rooms are in memory, and the accounts of Jicofo and the bridges are made at each start. */
export function fleetingData(): ProsodyData {
  return { mount: folder('data', DATA_FOLDER, Size.mebibytes(256)) };
}

/** Files that the pod of a Prosody that keeps people's accounts needs. */
export function accountFiles(accounts: InternalAccountsOptions | undefined): Readonly<Record<string, string>> {
  return accounts === undefined ? {} : { [SCRIPT]: script(SCRIPT) };
}

/**
 * Data of a Prosody that keeps people's accounts, on a persistent volume.
 *
 * @param files with those that `accountFiles` names.
 */
export function persistentData(scope: Construct, instance: JitsiInstance, selector: Labels, image: string, files: ConfigFiles, options: InternalAccountsOptions): ProsodyData {
  const claimName = options.claimName ?? volumeClaim(scope, instance, selector, options);
  const mount = claim('data', DATA_FOLDER, claimName);
  const { domain, authDomain, hiddenDomain } = instance.xmpp;
  const users = options.usersSecretName;
  return {
    mount,
    initContainers: [{
      name: 'prepare-accounts',
      image,
      user: 1000,
      command: ['/bin/sh', `/scripts/${SCRIPT}`],
      env: { SERVICE_DOMAINS: `${authDomain} ${hiddenDomain}`, PEOPLE_DOMAIN: domain, USERS: users && USERS_FOLDER },
      resources: RESOURCES,
      mounts: [
        mount,
        files.mount('accounts', '/scripts', SCRIPT),
        // What prosodyctl says of passwords must not touch the node's disk.
        memoryFolder('accounts-tmp', '/tmp', Size.mebibytes(16)),
        ...(users === undefined ? [] : [secretFolder('users', USERS_FOLDER, users)]),
      ],
    }],
  };
}

/** Without the label by which the stack is removed, as generated passwords are: people's accounts stay until somebody removes them. */
function volumeClaim(scope: Construct, instance: JitsiInstance, selector: Labels, { storageSize = Size.gibibytes(1), storageClassName }: InternalAccountsOptions): string {
  const name = instance.objectName('prosody-data');
  const { [INSTANCE_LABEL]: _, ...labels } = descriptiveLabels(selector);
  kubernetesObject(scope, 'Data', 'PersistentVolumeClaim', {
    metadata: { name, namespace: instance.namespace, labels },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: quantity(storageSize) } } },
  });
  return name;
}
