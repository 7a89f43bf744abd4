import { patientOf, subjectElement } from '../../lake/subject.ts';
import { isObject, parseJson } from '../../lake/json-text.ts';
import type { Target } from '../address.ts';
import { readPage } from '../search/page.ts';
import { pagesOf } from '../search/paging.ts';
import type { PagedPage } from '../search/paging.ts';
import { ServerError } from '../server-error.ts';
import type { PullContext } from './context.ts';
import { mergedSize } from './merging.ts';
import type { TypeState } from './state.ts';

/** Statuses by which servers refuse a search over all patients, or demand a parameter. */
const REFUSING: ReadonlySet<number> = new Set([400, 403, 404, 405, 422, 501]);

/** Reads one resource type by search, from where its state says that it is. */
export class TypeSearch {
  readonly #context: PullContext;
  readonly #type: string;
  readonly #state: TypeState;

  constructor(context: PullContext, type: string) {
    this.#context = context;
    this.#type = type;
    const state = context.state.types[type];
    if (state === undefined) throw new TypeError(`${type} is not part of this pull`);
    this.#state = state;
  }

  /** Whether it must be asked for patient by patient. */
  get needsPatients(): boolean {
    return this.#state.phase === 'patients';
  }

  /** Asks for all of the type; leaves those alone that must be asked for by patient. Throws ServerError where the pull can't go on. */
  async readPopulation(): Promise<void> {
    await this.#guarded(async () => {
      if (this.#state.phase === 'population') await this.#population();
      if (this.#state.phase === 'catch-up') await this.#catchUp();
      if (this.#state.phase === 'count') await this.#compareCounts();
    });
  }

  /** Asks for each patient's. */
  async readPatients(ids: readonly string[] | null): Promise<void> {
    await this.#guarded(async () => {
      if (ids === null) {
        this.#fail(`${this.#type}: the server is asked patient by patient, and lists none: give --patients or --group`);
        return;
      }
      for (let index = this.#state.patients; index < ids.length; index++) {
        await this.#readPages(this.#patientQuery(ids[index] ?? ''), `Patient/${ids[index] ?? ''}`);
        this.#state.patients = index + 1;
        this.#context.checkpoint.note();
        this.#context.log.progress(`${this.#type} by patient`, index + 1, ids.length);
      }
      this.#enter('done');
    });
  }

  /** What fails for this type alone makes it incomplete; anything worse ends the pull. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ServerError) || endsThePull(error)) throw error;
      this.#fail(error.message);
    }
  }

  #fail(why: string): void {
    this.#state.why ??= why;
    this.#context.log.line(`not complete: ${why}`);
    this.#enter('done');
  }

  #enter(phase: TypeState['phase']): void {
    this.#state.phase = phase;
    this.#state.next = null;
    this.#context.checkpoint.note();
  }

  async #population(): Promise<void> {
    try {
      await this.#readPages(this.#query(this.#sincePull()), null);
    } catch (error) {
      if (!this.#isRefusal(error)) throw error;
      this.#state.isWhole = true;
      this.#enter('patients');
      return;
    }
    // One page is of one moment.
    this.#enter(this.#state.pages > 1 && this.#knowsLastUpdated() ? 'catch-up' : 'count');
  }

  #isRefusal(error: unknown): boolean {
    if (!(error instanceof ServerError) || error.status === null || this.#state.pages > 0) return false;
    const canAskByPatient =
      this.#type === 'Patient' ? this.#context.options.patients !== null : this.#hasParameter('patient');
    return REFUSING.has(error.status) && canAskByPatient;
  }

  /** What changed while pages were turned may have moved from a page to come to one that was read. */
  async #catchUp(): Promise<void> {
    await this.#readPages(this.#query(this.#context.state.startedAt), null);
    this.#enter('count');
  }

  /**
   * A server may lose rows without a word: at a cap of its own, by its order, by what is deleted while pages are turned. Where it
   * counts others than it gave, everything is read once more.
   */
  async #compareCounts(): Promise<void> {
    const counted = await this.#count();
    if (counted !== null) {
      const have = await mergedSize(this.#context, this.#type, this.#state.isWhole);
      const isDifferent = counted > have || (counted < have && !this.#state.isWhole);
      if (isDifferent && this.#state.rereads === 0) {
        this.#context.log.line(`${this.#type}: the server counts ${counted}, here are ${have}: reading all of it`);
        this.#state.rereads++;
        this.#state.isWhole = true;
        this.#enter('population');
        await this.readPopulation();
        return;
      }
      if (counted > have) {
        this.#fail(`${this.#type}: the server counts ${counted} and gave ${have}`);
        return;
      }
    }
    this.#enter('done');
  }

  /** How many the server says there are, if it counts at all. */
  async #count(): Promise<number | null> {
    const { http } = this.#context;
    const purpose = `${this.#type}, count`;
    const target = http.below(`${this.#type}?_summary=count&_total=accurate`);
    try {
      return readPage(await http.send({ method: 'GET', target, purpose }), purpose).total;
    } catch (error) {
      if (error instanceof ServerError && !endsThePull(error)) return null;
      throw error;
    }
  }

  async #readPages(query: Target, patient: string | null): Promise<void> {
    const state = this.#state;
    const { http } = this.#context;
    const due = state.next === null ? query : { url: new URL(state.next, http.base), path: state.next };
    const purpose = patient === null ? this.#type : `${this.#type} of a patient`;
    try {
      for await (const page of pagesOf(due, { http, purpose, aliases: this.#context.options.aliases }))
        await this.#take(page, patient);
    } catch (error) {
      // A cursor lives for some minutes on most servers: the query is begun anew, and what comes twice counts once.
      if (!isExpired(error) || state.next === null || state.restarts > 0) throw error;
      this.#context.log.line(`${this.#type}: the cursor has expired: asking anew`);
      state.restarts++;
      state.next = null;
      await this.#readPages(query, patient);
    }
    state.next = null;
  }

  async #take(page: PagedPage, patient: string | null): Promise<void> {
    const { staging, checkpoint, log } = this.#context;
    const state = this.#state;
    let [received, others] = [0, 0];
    const from = `${this.#type}, page ${page.number}`;
    for (const [index, { line }] of page.entries.entries()) {
      if (isOfAnotherType(line, this.#type)) {
        others++;
        continue;
      }
      if (patient !== null && !isAbout(line, this.#type, patient)) continue;
      const isTaken = staging.receive(this.#type, { number: index + 1, bytes: line, isTooLong: false }, from);
      if (typeof isTaken !== 'boolean') await isTaken;
      received++;
    }
    await staging.flush();
    if (others > 0) log.line(`${from}: ${others} resources of other types, which nobody asked for, are left out`);
    if (page.hasError)
      this.#state.why ??= `${this.#type}: the server reported an error with a page: something may be missing`;
    state.pages++;
    state.received += received;
    state.next = page.after?.path ?? null;
    checkpoint.note();
    if (patient === null) log.progress(this.#type, state.received, page.total);
  }

  #query(since: string | null): Target {
    const { http, options } = this.#context;
    const parameters = new URLSearchParams({ _count: String(options.pageSize) });
    if (since !== null) parameters.set('_lastUpdated', `ge${since}`);
    return http.below(`${this.#type}?${parameters.toString()}`);
  }

  #patientQuery(id: string): Target {
    const { http, options } = this.#context;
    const parameters = new URLSearchParams({ _count: String(options.pageSize) });
    parameters.set(this.#type === 'Patient' ? '_id' : 'patient', id);
    return http.below(`${this.#type}?${parameters.toString()}`);
  }

  /** From when on changes are asked for; null: everything. */
  #sincePull(): string | null {
    const watermark = this.#context.before?.types[this.#type]?.watermark ?? null;
    if (this.#state.isWhole || watermark === null || !this.#knowsLastUpdated()) {
      this.#state.isWhole = true;
      return null;
    }
    return new Date(Date.parse(watermark) - 1000 * this.#context.options.overlap).toISOString();
  }

  #knowsLastUpdated(): boolean {
    return this.#hasParameter('_lastUpdated');
  }

  #hasParameter(name: string): boolean {
    return this.#context.capability.types.get(this.#type)?.parameters.has(name) ?? false;
  }
}

/** Whether nothing else can be had from the server either, or nothing of it may be trusted. */
export function endsThePull({ fault, status }: ServerError): boolean {
  return (fault !== 'status' && fault !== 'timed-out') || status === 401;
}

function isExpired(error: unknown): boolean {
  return error instanceof ServerError && (error.status === 410 || error.status === 404);
}

/** What a server adds to a search unasked: what it includes, or of another release of FHIR. */
function isOfAnotherType(line: Buffer, type: string): boolean {
  if (line.includes(`"resourceType":"${type}"`)) return false;
  const resource = parseJson(line.toString());
  const found = isObject(resource) ? resource['resourceType'] : null;
  return typeof found === 'string' && found !== type;
}

/** A server may ignore a parameter in silence, and give everyone's. */
function isAbout(line: Buffer, type: string, patient: string): boolean {
  const resource = parseJson(line.toString());
  // What can't be read is looked at where it is received.
  if (!isObject(resource)) return true;
  if (type === 'Patient') return `Patient/${String(resource['id'])}` === patient;
  const subject = resource[subjectElement(type) ?? ''];
  const reference = isObject(subject) ? subject['reference'] : null;
  return typeof reference !== 'string' || patientOf(reference) === null || patientOf(reference) === patient;
}
