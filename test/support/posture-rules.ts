import { atTheirMost } from './autoscaling';
import { Manifest } from './charts';
import * as availability from './posture/availability-rules';
import * as environment from './posture/environment-rules';
import * as network from './posture/network-rules';
import * as object from './posture/object-rules';
import * as probe from './posture/probe-rules';
import * as resource from './posture/resource-rules';
import * as role from './posture/role-rules';
import { PostureRule } from './posture/rule';
import * as security from './posture/security-rules';
import * as service from './posture/service-rules';
import * as volume from './posture/volume-rules';

const RULES = { ...security, ...resource, ...probe, ...volume, ...role, ...service, ...availability, ...network, ...object, ...environment };

export type RuleName = keyof typeof RULES;

/** Everything that must hold for every stack that renders, whatever its props. */
export const POSTURE_RULES: ReadonlyArray<readonly [RuleName, PostureRule]> = Object.entries(RULES) as Array<[RuleName, PostureRule]>;

/**
 * What is wrong with the objects, each with the name of the rule that it breaks. Autoscalers may have made as many pods as they are allowed.
 *
 * @param except rules that the stack's props lift in so many words.
 */
export function findings(objects: readonly Manifest[], except: readonly RuleName[] = []): string[] {
  const most = atTheirMost(objects);
  return POSTURE_RULES.filter(([name]) => !except.includes(name)).flatMap(([name, rule]) => rule(most).map((problem) => `${name}: ${problem}`));
}
