import type { Scenario, Scenarios } from '../scenario.ts';
import { BULK } from './bulk.ts';
import { DATA } from './data.ts';
import { PAGING } from './paging.ts';
import { TLS } from './tls.ts';
import { TRANSPORT } from './transport.ts';

const ALL: Scenarios = { ...PAGING, ...TRANSPORT, ...TLS, ...BULK, ...DATA };

/** Every scenario by its name. */
export const SCENARIOS: Readonly<Record<string, Scenario | undefined>> = ALL;
