import { mediaProperties } from './support/properties-of-media';
import { runs } from './support/runs';

mediaProperties(runs(10_000));
