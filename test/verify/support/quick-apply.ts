/**
 * `kubectl apply` that does not ask the server whether it can refuse unknown fields, nor how it merges lists, which takes several times as long as to apply: that no field
 * is unknown is shown elsewhere for stacks as they are rendered, and how Kubernetes' own lists are merged kubectl knows.
 */
export const QUICK_APPLY = ['apply', '--validate=ignore', '--openapi-patch=false'] as const;
