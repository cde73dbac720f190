import { flag, instance, required, Shape, text } from '../../validation/shapes';
import { at, Violation } from '../../validation/violations';
import { SecretKey } from '../secret-key';
import { HybridMatrixTokenOptions, MatrixOptions } from './matrix-options';
import { httpUrlViolations, SERVER, serverPorts, serverViolations } from './server-url';
import { SIGN_IN, SignInWay } from './sign-in';
import { itemViolations, quotedViolations } from './texts';
import { flagVariable, ProsodyVariables } from './variables';

const UVS_TOKEN = instance<SecretKey>('SecretKey', () => SecretKey, 'SecretKey.fromSecret("jitsi-matrix", "token")');
const APP_SECRET = required(instance<SecretKey>('SecretKey', () => SecretKey, 'SecretKey.fromSecret("jitsi-jwt", "app-secret")'));
const MATRIX: Shape<MatrixOptions> = {
  ...SIGN_IN,
  ...SERVER,
  uvsUrl: required(text('the address of the service, such as "https://uvs.example.org"')),
  uvsIssuer: text('a text such as "meetings"'),
  uvsAuthToken: UVS_TOKEN,
  syncPowerLevels: flag,
};
const HYBRID: Shape<HybridMatrixTokenOptions> = { ...MATRIX, appId: required(text('a text such as "meetings"')), appSecret: APP_SECRET, allowEmpty: flag, lobbyBypass: flag };

abstract class UvsWay<O extends MatrixOptions> extends SignInWay<O> {
  public override get prosody(): ProsodyVariables {
    const { uvsUrl, uvsIssuer, uvsAuthToken, syncPowerLevels } = this.options;
    return {
      ...super.prosody,
      MATRIX_UVS_URL: uvsUrl,
      MATRIX_UVS_ISSUER: uvsIssuer,
      MATRIX_UVS_AUTH_TOKEN: uvsAuthToken?._variable,
      MATRIX_UVS_SYNC_POWER_LEVELS: flagVariable(syncPowerLevels),
    };
  }

  public override get serverPorts(): readonly number[] {
    return serverPorts(this.options.uvsUrl, this.options);
  }

  protected rules(path: string): Violation[] {
    const { uvsUrl, uvsIssuer, uvsAuthToken } = this.options;
    return [
      ...httpUrlViolations(at(path, 'uvsUrl'), uvsUrl),
      ...serverViolations(path, this.options),
      ...quotedViolations(path, 'uvsIssuer', uvsIssuer),
      ...(uvsAuthToken?._violations(at(path, 'uvsAuthToken')) ?? []),
    ];
  }
}

/** Members of Matrix rooms. */
export class MatrixWay extends UvsWay<MatrixOptions> {
  protected readonly type = 'matrix';
  protected get shape(): Shape<MatrixOptions> {
    return MATRIX;
  }
}

/** Members of Matrix rooms, and people with a token of another application. */
export class HybridMatrixTokenWay extends UvsWay<HybridMatrixTokenOptions> {
  protected readonly type = 'hybrid_matrix_token';
  protected get shape(): Shape<HybridMatrixTokenOptions> {
    return HYBRID;
  }

  public override get prosody(): ProsodyVariables {
    const { appId, appSecret, allowEmpty, lobbyBypass } = this.options;
    return {
      ...super.prosody,
      JWT_APP_ID: appId,
      JWT_APP_SECRET: appSecret._variable,
      JWT_ALLOW_EMPTY: flagVariable(allowEmpty),
      MATRIX_LOBBY_BYPASS: flagVariable(lobbyBypass),
    };
  }

  protected override rules(path: string): Violation[] {
    const { appId, appSecret, allowEmpty = false, guests = false } = this.options;
    return [
      ...super.rules(path),
      ...itemViolations(path, 'appId', appId),
      ...appSecret._violations(at(path, 'appSecret')),
      ...(allowEmpty && guests ? [{ field: at(path, 'allowEmpty'), problem: 'guests come without a token already; leave one of both out' }] : []),
      ...(allowEmpty && this.jicofoTrusts ? [{ field: at(path, 'allowEmpty'), problem: 'people without a token could open meetings, because Jicofo no longer asks who has signed in; leave it out' }] : []),
    ];
  }
}
