import type { Scenario, Scenarios } from '../scenario.ts';
import { BULK } from './bulk.ts';
import { DATA } from './data.ts';
import { FILES } from './files.ts';
import { PAGING } from './paging.ts';
import { SMART } from './smart.ts';
import { TLS } from './tls.ts';
import { TRANSPORT } from './transport.ts';
import { WRITING } from './writing.ts';

const ALL: Scenarios = { ...PAGING, ...TRANSPORT, ...TLS, ...BULK, ...DATA, ...WRITING, ...FILES, ...SMART };

/** Every scenario by its name. */
export const SCENARIOS: Readonly<Record<string, Scenario | undefined>> = ALL;
