import { join } from 'node:path';
import { accountsOf } from './account.ts';
import { Answers } from './answers.ts';
import type { Names } from './answers.ts';
import { dayOf } from './calendar.ts';
import type { Period } from './calendar.ts';
import { writeCase } from './case-rows.ts';
import { catchmentNumberOf, catchmentOf, isFirstOfCatchment } from './catchment.ts';
import { writeEvents } from './event-rows.ts';
import { ExtractFiles } from './extract-files.ts';
import type { Write } from './extracts.ts';
import { storyOf } from './member.ts';
import type { Story } from './member.ts';
import { writeCatchment } from './provider-rows.ts';
import { goalsOf, writeMember, writeRecord } from './record-rows.ts';
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

const ANSWERS = 'answers.csv';
/** So many members are written between two looks at the disk. */
const BATCH = 20;

/**
 * Writes the extracts of so many members, who don't exist, and the answers to them. Members are told one after the other and
 * forgotten, so a million takes no more memory than a hundred. `scratch` takes temporary files. Gives the number of rows.
 */
export async function generate(request: Request, folder: string, scratch: string): Promise<number> {
  const period = { from: dayOf(request.from), to: dayOf(request.to) };
  const answers = new Answers(scratch, request.names);
  const files = await ExtractFiles.open(folder);
  try {
    const write: Write = files.write.bind(files);
    writeSharedOrganizations(write);
    let count = 0;
    for (const story of stories(request, period, write)) {
      answers.add(story.key, writeStory(story, period, write));
      if (++count % BATCH !== 0) continue;
      await files.settle();
      await answers.settle();
      request.watch?.(count);
    }
  } finally {
    await files.close();
  }
  await answers.write(join(folder, ANSWERS));
  return files.rows;
}

/** Every member, and before the first of a catchment area what that area has. */
function* stories({ members, seed }: Request, period: Period, write: Write): Generator<Story> {
  let catchment = catchmentOf(seed, 1, period);
  for (let number = 1; number <= members; number++) {
    if (isFirstOfCatchment(number)) {
      catchment = catchmentOf(seed, catchmentNumberOf(number), period);
      writeCatchment(catchment, seed, period, write);
    }
    yield storyOf(seed, number, catchment, period);
  }
}

/** The rows of a member; gives the account of the days. */
function writeStory(story: Story, period: Period, write: Write): ReturnType<typeof accountsOf> {
  const accounts = accountsOf(story, period);
  const goals = goalsOf(story, period);
  writeMember(story, write);
  writeCase(story, goals, write);
  writeRecord(story, goals, period, write);
  writeEvents(story, accounts, period, write);
  return accounts;
}
