import { Size } from 'cdk8s';
import { unreadViolations } from '../features/features';
import { IMAGES } from '../images';
import { JitsiInstance } from '../jitsi-instance';
import { managedByProps } from '../kubernetes/environment';
import { Authentication } from '../options/authentication/authentication';
import { moduleViolations } from '../options/authentication/modules';
import { componentViolations, leastMemory } from '../options/component-violations';
import { lengthMissing } from '../tls/trusted-proxies';
import { isAddressOrCidr, isBlockWithoutLength } from '../validation/formats';
import { at, judge, Rule, shown, Violation } from '../validation/violations';
import type { ProsodyProps } from './prosody';
import { extensionVariables, extensionViolations } from './prosody-extensions';
import { ProsodyOptions } from './prosody-options';
import { MANAGED } from './prosody-variables';

const RULES: ReadonlyArray<Rule<ProsodyOptions>> = [{
  field: 'trustedProxies',
  condition: ({ trustedProxies }) => trustedProxies !== undefined && (trustedProxies.length === 0 || !trustedProxies.every(isAddressOrCidr)),
  message: ({ trustedProxies }) => `${shown(trustedProxies)} must be one or more addresses or address blocks, such as ["127.0.0.1", "10.244.0.0/16"]`,
}];

/** What is wrong with Prosody's options in a stack, beside an authentication in which nothing is. */
export function prosodyOptionsViolations(path: string, instance: JitsiInstance, options: ProsodyOptions, authentication: Authentication = Authentication.none()): Violation[] {
  return [
    ...moduleViolations(path, instance, authentication, options.extraEnv),
    ...judge(path, options, RULES),
    ...(options.trustedProxies?.some(isBlockWithoutLength) ? [lengthMissing(at(path, 'trustedProxies'), options.trustedProxies)] : []),
    ...extensionViolations(path, options),
    ...unreadViolations(path, 'prosody', options.extraEnv),
    ...componentViolations(path, IMAGES.prosody, { ...MANAGED, ...instance._managed('prosody'), ...managedByProps(extensionVariables(options), path) }, instance, options),
    ...leastMemory(path, options, Size.mebibytes(128)),
  ];
}

/** What is wrong with the props of a Prosody alone. */
export function prosodyViolations(path: string, props: ProsodyProps): Violation[] {
  return [
    ...props.instance._violations(at(path, 'instance')),
    ...(props.authentication?._violations(at(path, 'authentication')) ?? []),
    ...(props.credentials?._violations(at(path, 'credentials'), props.turn?._deployed !== undefined) ?? []),
    ...(props.turn?._violations(at(path, 'turn')) ?? []),
    ...prosodyOptionsViolations(path, props.instance, props, props.authentication),
  ];
}
