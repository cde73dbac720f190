import { anythingIsTakenOrRefused } from './support/anything';

anythingIsTakenOrRefused(1);
