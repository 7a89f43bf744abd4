export interface Command {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  readonly help: string;
  /** Loads the command's code: it takes the arguments and gives the exit code. */
  readonly load: () => Promise<(args: readonly string[]) => Promise<number>>;
}

const CHECK_HELP = `peerbridge check SOURCE… --from DATE --to DATE --out DIR
  Which days of which member may be claimed, why, and what must happen next.

  SOURCE             a folder of NDJSON or Bundles, a Bundle, or files of one; a lake; or the URL of a FHIR server
  --from, --to       first and last day, YYYY-MM-DD, both inclusive
  --as-of            what is dated later doesn't exist (default: --to)
  --out DIR          made, or replaced as a whole; nothing appears in it before all is there
  --specification    ID, repeated or with commas (default: by the member's Coverage, else all)
  --specifications   a folder of further specifications; may be repeated
  --set              [ID:]PARAMETER=VALUE, repeated: another reading of what a text leaves open
  --readings         compare every reading: readings.csv
  --no-profiles      no look at the profiles of ours that resources claim; else those that break one are warned of
  --no-readings      judge by the chosen readings only: quicker, boundary_sensitive stays empty
  --clauses ID,…     findings of these clauses only; case-rate: of none, the days alone (default: all)
  --complete         TYPE,…: take these resource types as complete
  --members          ID,…: whose calendar the report shows
  --format           csv, parquet or both (default: both)
  --hash             SHA-256 of the inputs in manifest.json
  --engine           duckdb (default) or spark
  --master           of Spark: local[2], spark://HOST:7077, yarn, k8s://… (default: local[*])
  --memory           what the engine may use before it spills to disk, such as 2GB (default: 3GB)
  --json             print the summary as JSON, and nothing else
  --cache LAKE       of a server: where to pull it (default: nowhere that stays); and the options of pull

  Exit: 0 complete, 2 wrong usage, 3 some data could not be used (issues.csv), 4 failed, earlier output untouched.
`;
const EXPLAIN_HELP = `peerbridge explain SOURCE… --member ID --date DATE
       peerbridge explain SOURCE… --clause CLAUSE --subject TYPE/ID --date DATE
  Why a day may or may not be claimed: each gate, its clause, the contact that carries it and until when,
  which reading would change it, and what to do by when.

  --member           id of the Patient, with or without Patient/
  --clause           instead: what this clause says of the --subject (Type/id, such as Practitioner/w-1) on that day,
                     since when, by which evidence, what it rests on, and where its rule stands
  --date             the day, YYYY-MM-DD
  --as-of            what is dated later doesn't exist (default: the day itself)
  --specification, --specifications, --set, --complete, --engine, --master, --memory   as for check
  --json             the same as JSON
`;
const READINESS_HELP = `peerbridge readiness SOURCE… [--from DATE] [--to DATE]
  Of a new source: which clauses it can decide, which element or resource is missing how often, what that costs in
  undecided days, and what to do first.

  SOURCE             a folder of NDJSON or Bundles, a Bundle, or files of one
  --from, --to       days that are counted (default: the three months that end with the last contact of the data)
  --as-of            what is dated later doesn't exist (default: --to)
  --specification, --specifications, --set, --complete, --engine, --master, --memory   as for check
  --json             the same as JSON

  Exit: 0 complete, 2 wrong usage, 3 some data could not be used (check writes issues.csv), 4 failed.
`;
const SPECIFICATIONS_HELP = `peerbridge specifications [ID] [--json | --markdown]
  What is checked, what isn't, and why: clauses with their rule, combination or reason, and parameters.

  --markdown         of one ID: a table from each clause to its sentence, rule, parameters, evidence and cases
  --specifications   a folder of further specifications; may be repeated
`;
const VIEW_HELP = `peerbridge view VIEWDEFINITION.json SOURCE…
  Rows of any SQL-on-FHIR view over the data, as CSV.

  --json             one JSON array
  --out FILE         .csv, .ndjson or .parquet
  --engine, --master, --memory   as for check
`;
const GENERATE_HELP = `peerbridge generate --members N --seed S --from DATE --to DATE --out DIR
  Extracts of centers and members that don't exist, as \`map cbhc-extract\` takes them, answers.csv and answer-findings.csv:
  what a check as of --to must find. The same numbers give the same bytes.

  --members N        how many; a member stays the same however many others there are
  --seed S           a whole number; another gives other members
  --from, --to       first and last day that is answered, YYYY-MM-DD, both inclusive; nothing later is known
  --fhir             FHIR NDJSON instead of extracts
  --out DIR          made, or replaced as a whole; nothing appears in it before all is there
`;
const MAP_HELP = `peerbridge map MAPPING INPUT… --out DIR
peerbridge map --init INPUT… --out DIR
  Extracts of a source → FHIR NDJSON. Each row is mapped, or rejected and named in issues.csv: file, line, column, why.

  MAPPING            cbhc-extract, roster-spreadsheet, or one of your own (--mappings)
  INPUT              contacts.csv, or contacts=path/of/any.csv; .csv.gz too
  --mappings DIR     a folder of mappings, or one mapping's own; may be repeated
  --id-key-file      what ids of persons are hashed with (default: id-key in the mapping's folder)
  --dry-run          issues and counts only
  --init             drafts a mapping of these files into a new folder, by their headers and values: mapping.yaml, code tables,
                     what is uncertain, and what is missing for which gate
  --out DIR          made, or replaced as a whole
  --json             print the counts as JSON

  Exit: 0 complete, 2 wrong usage, 3 some rows were rejected, 4 failed, earlier output untouched.
`;
const CODES_HELP = `peerbridge codes MAPPING INPUT…
  Which local codes the extracts hold, how often, what they are mapped to, and which are unmapped: for these, up to three codes
  that each may mean, for you to choose from.

  --mappings DIR     as for map
  --json             the same as JSON
`;
const PUSH_HELP = `peerbridge push DIR --to URL [--referrals]
  FHIR NDJSON (of map, generate --fhir, or a lake) → a FHIR R4 server. Creates what isn't there, replaces what differs, leaves
  what is the same; references lead to the same resources there. The server is asked what it has: a push that was killed goes on
  where it was, and one that is repeated changes nothing.

  DIR                a folder of NDJSON or Bundles
  --to URL           base of the FHIR server
  --dry-run          what would be created and replaced; nothing is sent
  --identifier-system URI   of the identifier that each resource is given, with its id as value, to be known by:
                     one for each source (default: https://peerbridge.dev/fhir/NamingSystem/source-id)
  --match            TYPE=SYSTEM, repeated: known by its own identifier of this system; what is there under it and isn't ours
                     is referred to, and not changed
  --alias PREFIX     links that begin so mean this server, as behind a proxy
  --referrals        not the resources, but what came of the referrals that the server has: a Task for each (received, accepted, first
                     contact, met in person, discharged), and the ServiceRequest completed once the member was met; nothing else.
                     DIR may be a lake; a referral is known there by the identifier that push gives, by its own with
                     --match ServiceRequest=SYSTEM, or by its id where the lake was pulled from this server
  --as-of D          with --referrals: what is dated later has not happened (today); also --specifications, --set, --complete as for check
  --changes FILE     CSV: what became of each resource, and its id on the server
  --smart FILE       SMART Backend Services: {"clientId", "privateKey", "tokenUrl"?, "scopes"?}
  --basic-file FILE, --token-file FILE   user:password, or a bearer token, in one line
  --max-entries N    entries of one transaction (100, at most 500)
  --timeout S        seconds for one request with all its attempts (20)
  --rate N           requests a second (no limit)
  --allow-http       plain http beyond this machine
  --json             the result as JSON, and nothing else

  Exit: 0 all is there, 2 wrong usage, 3 some resources were refused or could not be read (named), 4 failed: push again.
`;
const VALIDATE_HELP = `peerbridge validate PATH…
  Whether resources are what FHIR R4 and their profiles demand: all that is wrong with each, with file, line and FHIRPath.

  PATH               NDJSON (.ndjson, .ndjson.gz), a resource or Bundle (.json), or a folder of such files
  --package FILE|DIR a FHIR package (.tgz or unpacked) whose profiles are known too; may be repeated
  --profile URL      check every resource of the profile's type against it; may be repeated
  --json             one OperationOutcome

  Exit: 0 valid (perhaps with warnings), 2 wrong usage, 3 some resources are not valid, 4 failed.
`;
const DEMO_HELP = `peerbridge demo
  A center that doesn't exist, from the extracts of its EHR to its claimable days: generated, mapped, checked.

  --out DIR          where to write (default: out/demo)
`;

const PULL_HELP = `peerbridge pull URL --into LAKE
  What the rules need from a FHIR R4 server, in full or only what changed since the last pull. Interrupted, it goes on.

  --into LAKE        a folder; each server has its own in it
  --bulk, --search   how (default: as the CapabilityStatement says)
  --smart FILE       SMART Backend Services: {"clientId", "privateKey": "path of a JWK", "tokenUrl", "scopes", "kid"}
  --basic-file, --token-file   a file with user:password, or with a token
  --types TYPE,…     other resource types than the rules need
  --group ID         the members of this Group
  --patients FILE    ids of Patients, one a line, for a server that lists none
  --full             everything anew, not only what changed
  --restart          forget a pull that did not end
  --source NAME      the server's folder in the lake (default: from its URL)
  --timeout S        for one request with all its attempts (20)
  --concurrency N    requests at once (4);  --rate N  begun in a second;  --page-size N  resources of a page (500)
  --overlap S        seconds before the last pull that are asked for again (300)
  --alias PREFIX     links that begin so mean this server, as behind a proxy
  --bulk-types       comma, repeat or none: how _type is sent;  --type-filter QUERY  of the export, repeated
  --poll S           longest pause between two looks at an export (30);  --bulk-wait S  longest wait for it (86400)
  --no-parquet       NDJSON alone;  --allow-http  plain http beyond this machine
  --json             print the result as JSON, and nothing else

  Exit: 0 complete, 2 wrong usage, 3 something did not come (named), 4 failed, the lake is as it was.
`;

const SERVE_HELP = `peerbridge serve --demo [SOURCE]
  A FHIR R4 server on this machine, of resources in memory: for trying out pull, push and check without a server of your own.
  What is written to it is gone when it ends (Ctrl-C). It asks nobody who they are, and listens on 127.0.0.1 alone: not for real data.

  SOURCE             what it holds (default: the story of examples/small-center)
  --port N           8080; 0 for any that is free
`;

export const COMMANDS: readonly Command[] = [
  {
    name: 'demo',
    summary: 'a center that doesn’t exist: generated, mapped, checked',
    help: DEMO_HELP,
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'check',
    summary: 'which days may be claimed, why, and what must happen next',
    help: CHECK_HELP,
    load: async () => (await import('./check.ts')).checkCommand,
  },
  {
    name: 'explain',
    summary: 'why a member’s day may or may not be claimed',
    help: EXPLAIN_HELP,
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  {
    name: 'readiness',
    summary: 'which clauses a new source can decide, and what it lacks',
    help: READINESS_HELP,
    load: async () => (await import('./readiness.ts')).readinessCommand,
  },
  {
    name: 'specifications',
    summary: 'what is checked, what isn’t, and why',
    help: SPECIFICATIONS_HELP,
    load: async () => (await import('./specifications.ts')).specificationsCommand,
  },
  {
    name: 'pull',
    summary: 'what the rules need from a FHIR server, into a lake',
    help: PULL_HELP,
    load: async () => (await import('./pull.ts')).pullCommand,
  },
  {
    name: 'map',
    summary: 'extracts of an EHR → FHIR NDJSON',
    help: MAP_HELP,
    load: async () => (await import('./map.ts')).mapCommand,
  },
  {
    name: 'codes',
    summary: 'which local codes extracts hold, and what they are mapped to',
    help: CODES_HELP,
    load: async () => (await import('./map.ts')).codesCommand,
  },
  {
    name: 'push',
    summary: 'FHIR NDJSON → a FHIR server',
    help: PUSH_HELP,
    load: async () => (await import('./push.ts')).pushCommand,
  },
  {
    name: 'serve',
    summary: 'a FHIR server of this machine alone, for trying out',
    help: SERVE_HELP,
    load: async () => (await import('./serve.ts')).serveCommand,
  },
  {
    name: 'generate',
    summary: 'extracts of members that don’t exist, with known answers',
    help: GENERATE_HELP,
    load: async () => (await import('./generate.ts')).generateCommand,
  },
  {
    name: 'validate',
    summary: 'resources against FHIR R4 and profiles: what is wrong, where',
    help: VALIDATE_HELP,
    load: async () => (await import('./validate.ts')).validateCommand,
  },
  {
    name: 'view',
    summary: 'rows of any SQL-on-FHIR view over the data',
    help: VIEW_HELP,
    load: async () => (await import('./view.ts')).viewCommand,
  },
];

export function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `peerbridge: daily case rates of peer services, proved from FHIR data\n\n${lines.join('\n')}\n\npeerbridge COMMAND --help tells more.\n`;
}
