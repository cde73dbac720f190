import { poolProperties } from './support/properties';
import { runs } from './support/runs';

poolProperties(runs(10_000));
