import { SecretKey } from '../secret-key';
import { AuthenticationServerOptions } from './server-url';
import { SignInOptions } from './sign-in';

/** Where Prosody asks whether somebody is a member of a Matrix room: a Matrix User Verification Service. */
export interface MatrixOptions extends SignInOptions, AuthenticationServerOptions {
  /** Address of the service (`MATRIX_UVS_URL`): `https://`, or `http://` and the name of a Service in the cluster. */
  readonly uvsUrl: string;

  /**
   * Value of `iss` in the tokens that the site sends (`MATRIX_UVS_ISSUER`).
   *
   * @default - `issuer`, as the image has it.
   */
  readonly uvsIssuer?: string;

  /**
   * Token with which the service lets Prosody ask (`MATRIX_UVS_AUTH_TOKEN`). Use letters and digits only.
   *
   * @default - The service asks for none.
   */
  readonly uvsAuthToken?: SecretKey;

  /**
   * Whether those whom the Matrix room gives power are moderators (`MATRIX_UVS_SYNC_POWER_LEVELS`).
   *
   * @default false
   */
  readonly syncPowerLevels?: boolean;
}

/** Matrix beside tokens that another application makes. */
export interface HybridMatrixTokenOptions extends MatrixOptions {
  /** Name of the application that makes tokens (`JWT_APP_ID`). */
  readonly appId: string;

  /** The secret that it shares with Prosody (`JWT_APP_SECRET`). Use letters and digits only: the image pastes it into configuration as it is. */
  readonly appSecret: SecretKey;

  /**
   * Whether people without a token are let in as if they had one (`JWT_ALLOW_EMPTY`). For guests beside people with tokens, set `guests` instead.
   *
   * @default false
   */
  readonly allowEmpty?: boolean;

  /**
   * Whether members of the Matrix room go past the lobby (`MATRIX_LOBBY_BYPASS`).
   *
   * @default false
   */
  readonly lobbyBypass?: boolean;
}
