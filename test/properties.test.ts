import { stackProperties } from './support/properties';
import { runs } from './support/runs';

stackProperties(runs(300));
