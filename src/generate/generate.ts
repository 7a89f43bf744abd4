import { join } from 'node:path';
import { accountsOf } from './account.ts';
import { Answers } from './answers.ts';
import type { Names } from './answers.ts';
import { dayOf } from './calendar.ts';
import type { Period } from './calendar.ts';
import { writeCase } from './case-rows.ts';
import { catchmentOf, membersOfCatchment } from './catchment.ts';
import type { Catchment } from './catchment.ts';
import { writeEvents } from './event-rows.ts';
import { eventsOf } from './events.ts';
import { ExtractFiles } from './extract-files.ts';
import type { Write } from './extracts.ts';
import { FindingAnswers } from './findings/finding-answers.ts';
import { findingsOfCatchment, findingsOfMember } from './findings/findings.ts';
import type { Told } from './findings/member-facts.ts';
import { Tally } from './findings/tally.ts';
import { holdingsOf } from './holdings.ts';
import type { Holdings } from './holdings.ts';
import { storyOf } from './member.ts';
import type { Story } from './member.ts';
import { writeHoldings } from './provider-rows.ts';
import { Random } from './random.ts';
import { writeMember, writeRecord } from './record-rows.ts';
import { recordOf } from './record.ts';
import { writeSharedOrganizations } from './shared-organizations.ts';

export interface Request {
  readonly members: number;
  /** A whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** `YYYY-MM-DD`, both inclusive. Answers are as of `to`: nothing that comes later is written. */
  readonly from: string;
  readonly to: string;
  readonly names: Names;
  /** Told now and then how many members have been written. */
  readonly watch?: (members: number) => void;
}

const [ANSWERS, ANSWER_FINDINGS] = ['answers.csv', 'answer-findings.csv'];
const RECORD_STREAM = 4;
/** So many members are written between two looks at the disk. */
const BATCH = 20;

/**
 * Writes the extracts of so many members, who don't exist, and the answers to them. Members are told one after the other and
 * forgotten, so a million takes no more memory than a hundred. `scratch` takes temporary files. Gives the number of rows.
 */
export async function generate(request: Request, folder: string, scratch: string): Promise<number> {
  const period = { from: dayOf(request.from), to: dayOf(request.to) };
  const answers = new Answers(scratch, request.names);
  const findings = new FindingAnswers(scratch, request.names);
  const files = await ExtractFiles.open(folder);
  try {
    const write: Write = files.write.bind(files);
    writeSharedOrganizations(write);
    let count = 0;
    for (const area of areas(request, period)) {
      writeHoldings(area.holdings, write);
      for (const story of storiesOf(area, request, period)) {
        const told = tell(story, request, period);
        writeMemberRows(told, write);
        answers.add(story.key, told.accounts);
        for (const finding of findingsOfMember(told)) findings.add(finding);
        area.tally.add(told);
        if (++count % BATCH !== 0) continue;
        for (const each of [files, answers, findings]) await each.settle();
        request.watch?.(count);
      }
      for (const finding of findingsOfCatchment(area.holdings, area.tally, period)) findings.add(finding);
    }
  } finally {
    await files.close();
  }
  await answers.write(join(folder, ANSWERS));
  await findings.write(join(folder, ANSWER_FINDINGS));
  return files.rows;
}

/** A catchment area, what it has, and what its members add to that. */
interface Area {
  readonly catchment: Catchment;
  readonly holdings: Holdings;
  readonly tally: Tally;
}

function* areas({ members, seed }: Request, period: Period): Generator<Area> {
  for (let number = 1; membersOfCatchment(number).first <= members; number++) {
    const catchment = catchmentOf(seed, number, period);
    yield { catchment, holdings: holdingsOf(catchment, seed, period), tally: new Tally(period) };
  }
}

function* storiesOf({ catchment }: Area, { members, seed }: Request, period: Period): Generator<Story> {
  const { first, last } = membersOfCatchment(catchment.number);
  for (let number = first; number <= Math.min(last, members); number++) yield storyOf(seed, number, catchment, period);
}

/** All that happened to a member, and what the records hold of it. */
function tell(story: Story, { seed }: Request, period: Period): Told {
  const random = new Random(seed, RECORD_STREAM, story.number);
  const accounts = accountsOf(story, period);
  const events = eventsOf(random, story, accounts, period);
  return { story, accounts, events, record: recordOf(random, story, events.perinatal, period), period };
}

function writeMemberRows({ story, record, events, period }: Told, write: Write): void {
  writeMember(story, write);
  writeCase(story, record, write);
  writeRecord(story, record, write);
  writeEvents(story, events, period, write);
}
