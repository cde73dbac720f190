import 'cdk8s';
import 'cdk8s-plus-27';
import { measure } from './figures';

/** The floor: what any app with these two libraries takes before it does anything. */
measure(() => undefined);
