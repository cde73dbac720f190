import { Labels } from '../kubernetes/labels';
import { shown, Violation } from '../validation/violations';

/** What a Service asks of its load balancer that another Service may ask for too. */
export interface AddressClaim {
  /** Path of the prop that asks. */
  readonly field: string;
  /** Whose Service it is. */
  readonly whose: string;
  /** An address, or what stands for one. */
  readonly address: string;
  /** Ports of the Service, such as `TCP 443`. */
  readonly ports: readonly string[];
  /** How two Services may have it: each with ports of its own, and where an annotation is named, with the same value of it; undefined where they cannot. */
  readonly shared: { readonly annotation?: string } | undefined;
  /** Annotations of the Service. */
  readonly annotations: Labels;
}

/** What of some claims an earlier one has already. What cannot be known, such as what a load balancer of which nothing is said allows, is taken as it is written. */
export function clashes(claims: readonly AddressClaim[], earlier: readonly AddressClaim[] = []): Violation[] {
  return claims.flatMap((claim, index) => [...earlier, ...claims.slice(0, index)].filter(({ address }) => address === claim.address).flatMap((other) => {
    const problem = clash(claim, other);
    return problem === undefined ? [] : [{ field: claim.field, problem }];
  }).slice(0, 1));
}

function clash(one: AddressClaim, other: AddressClaim): string | undefined {
  const keys = [one, other].flatMap(({ shared }) => shared?.annotation ?? []);
  const strangers = keys.find((key) => one.annotations[key] === undefined || one.annotations[key] !== other.annotations[key]);
  const common = one.ports.find((port) => other.ports.includes(port));
  return one.shared === undefined || other.shared === undefined ? `${shown(one.address)} is that of ${other.whose} too, and it can be that of one load balancer; name another`
    : strangers !== undefined ? `${shown(one.address)} is that of ${other.whose} too, and Services share one only by the same ${strangers}${strangers.startsWith('metallb') ? ' and the policy Cluster, which edge and TURN server have not' : ''}; name another`
      : common !== undefined ? `${common} of ${one.address} is taken by ${other.whose} already; choose another port, or another address` : undefined;
}
