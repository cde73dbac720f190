import { Size } from 'cdk8s';
import { isSound, kibibytes, MOST_KIBIBYTES } from '../../kubernetes/quantities';
import { isDnsSubdomain } from '../../validation/formats';
import { instance, Shape, text } from '../../validation/shapes';
import { at, shown, Violation } from '../../validation/violations';
import { SIGN_IN, SignInOptions, SignInWay } from './sign-in';

/** Where Prosody keeps accounts, and who has one from the start. */
export interface InternalAccountsOptions extends SignInOptions {
  /**
   * Size of the volume that keeps Prosody's data, in whole KiB, at most 1 PiB. An account takes less than a kilobyte.
   *
   * @default Size.gibibytes(1)
   */
  readonly storageSize?: Size;

  /**
   * StorageClass of the volume. It must know Unix sockets, which volumes of files on other machines may not.
   *
   * @default - The cluster's default class.
   */
  readonly storageClassName?: string;

  /**
   * PersistentVolumeClaim of your own that keeps Prosody's data, instead of one that the stack makes. Its files must be accessible to group 1000.
   *
   * @default - The stack makes one.
   */
  readonly claimName?: string;

  /**
   * Name of a Secret with users who get an account when Prosody starts and they have none: each key is a user's name, its value the password. Accounts that are there are left
   * as they are.
   *
   * @default - There are no accounts before you make some with `prosodyctl`.
   */
  readonly usersSecretName?: string;
}

const OPTIONS: Shape<InternalAccountsOptions> = {
  ...SIGN_IN,
  storageSize: instance<Size>('Size', () => Size, 'Size.gibibytes(1)'),
  storageClassName: text('the name of a StorageClass, as "kubectl get storageclass" shows it'),
  claimName: text('the name of a PersistentVolumeClaim'),
  usersSecretName: text('the name of a Secret, such as "jitsi-users"'),
};

/** Accounts in Prosody. */
export class InternalAccountsWay extends SignInWay<InternalAccountsOptions> {
  protected readonly type = 'internal';
  protected get shape(): Shape<InternalAccountsOptions> {
    return OPTIONS;
  }

  public get accounts(): InternalAccountsOptions {
    return this.options;
  }

  protected rules(path: string): Violation[] {
    const { storageSize, storageClassName, claimName, usersSecretName } = this.options;
    const names = [['storageClassName', 'a StorageClass', storageClassName], ['claimName', 'a PersistentVolumeClaim', claimName], ['usersSecretName', 'a Secret', usersSecretName]] as const;
    return [
      ...names.filter(([, , name]) => name !== undefined && !isDnsSubdomain(name)).map(([field, what, name]) => ({ field: at(path, field), problem: `${shown(name)} is no name of ${what}` })),
      ...(storageSize !== undefined && !isSound(kibibytes(storageSize), MOST_KIBIBYTES)
        ? [{ field: at(path, 'storageSize'), problem: 'must be more than nothing, in whole KiB, and at most 1 PiB' }] : []),
      ...Object.entries({ storageSize, storageClassName }).filter(([, value]) => value !== undefined && claimName !== undefined).map(([field]) => ({
        field: at(path, field), problem: 'is for a volume that the stack makes; leave it out, or leave claimName out',
      })),
    ];
  }
}
