// What the page asks of the desk and what it is answered: read off the Rust types by tests/suite/desk_types.rs (UPDATE_GOLDEN=1 writes it anew).

/** A value of a record as it is written. */
export type Said = null | string | Said[] | { [key: string]: Said };

/** What is asked for by address; every answer has the state of the workspace that it is of. */
export interface Gets {
  'begin': { query: {}; answer: Suggested };
  'draw': { query: PieceOf; answer: Drawn };
  'find': { query: ThenSearch; answer: Hits };
  'form': { query: RecordsKind; answer: Form };
  'here': { query: OfPoint; answer: Here };
  'history': { query: ThenWanted; answer: Timeline };
  'hours': { query: Text; answer: HoursShown };
  'hours-others': { query: FieldsOfBureau; answer: Others };
  'keep': { query: {}; answer: Keep };
  'make': { query: {}; answer: HowFar };
  'map': { query: FieldsOfBureau; answer: Map };
  'mark': { query: WhichMark; answer: There };
  'mark/picture': { query: WhichMark; answer: Blob };
  'overview': { query: {}; answer: Around };
  'past': { query: ApiWhich; answer: Past };
  'pasted': { query: FieldsPasted; answer: MapPasted };
  'picture': { query: FieldsNamed; answer: Blob };
  'pieces': { query: PieceOf; answer: Pieces };
  'problems': { query: {}; answer: Problems };
  'record': { query: RecordsWanted; answer: Record };
  'samples': { query: WhichMark; answer: Pieces };
  'sheet': { query: WhichSheet; answer: Table };
  'then': { query: Then; answer: AsWas };
  'todo': { query: {}; answer: Todo };
  'todo/later': { query: {}; answer: Later };
  'trace': { query: Lost; answer: Trace };
  'where': { query: WhichPoint; answer: RecordsPlace };
}

/** What changes something. */
export interface Posts {
  'accept': { body: Accept; answer: Written };
  'arrived': { body: ArriveAsked; answer: ArriveAll };
  'begin': { body: Begin; answer: Begun };
  'begin/open': { body: BeginOpen; answer: Begun };
  'bring': { query: Name; body: Blob; answer: ArriveNumber };
  'columns': { body: Columns; answer: Edited };
  'edit': { body: RecordsFieldChange; answer: Edited };
  'export': { body: Export; answer: Blob };
  'holidays': { body: Notice; answer: HolidaysTaken };
  'hours': { body: Painted; answer: HoursShown };
  'hours-words': { body: Words; answer: Meant };
  'make': { body: {}; answer: HowFar };
  'mark': { query: WhichMark; body: Blob; answer: MarkTaken };
  'mend': { body: OneMend; answer: Written };
  'open': { body: MakeOpen; answer: HowFar };
  'pasted': { body: Whole; answer: CatalogUnderstood };
  'phones': { body: Texts; answer: PhonesAll };
  'picture': { query: For; body: Blob; answer: Edited };
  'put-away': { body: ArriveWhich; answer: number[] };
  'rewind': { body: Back; answer: GoneBack };
  'sheet': { body: SheetChange; answer: Edited };
  'undo': { body: ApiUndo; answer: Written };
  'who': { body: Person; answer: Around };
}

export type Accept = How & {
  problem: string;
  reason: string;
};

/** Something that was looked at and stays as it is. */
export type Accepted = {
  /** The code. */
  code: string;
  /** The file or folder it is limited to. */
  file: string | null;
  /** The words it is limited to. */
  contains: string | null;
  /** Why. */
  reason: string;
};

/** One answer. */
export type Answer = {
  /** What is sent back. */
  word: string;
  /** What the button says. */
  says: string;
};

/** Something that a person must decide first. */
export type AnswersAsked = {
  /** Its name among the questions. */
  id: string;
  /** What it is about. */
  place: string;
  /** The question. */
  says: string;
  /** Its answers. */
  choices: AnswersChoice[];
};

/** One answer to a question. */
export type AnswersChoice = {
  /** What is sent back. */
  word: string;
  /** What the button says. */
  says: string;
};

export type ApiUndo = How & {
  /** The number of an entry, or the id of a commit. */
  entry: string;
};

/** Which entry. */
export type ApiWhich = {
  entry: number;
};

/** What stands around every screen, and where it is of. */
export type Around = Overview & {
  /** Whether there is no workspace yet: the first screen asks for one. */
  begins: boolean;
  /** The folder of the workspace. */
  folder: string;
};

/** All of them. */
export type ArriveAll = Written & {
  list: One[];
};

export type ArriveAsked = How & {
  bureau: string;
  /** What a person said a file is, by its number. */
  sorts?: { [key: string]: Sort };
};

/** A kind that a file may have. */
export type ArriveNamed = {
  word: Sort;
  says: string;
};

export type ArriveNumber = {
  id: number;
};

export type ArriveWhich = {
  ids: number[];
};

/** A record then and now. */
export type AsWas = {
  /** The entry. */
  entry: number;
  /** Which of its two states. */
  side: Side;
  /** What the record was called then, or else is called now. */
  name: string;
  /** The file that it is in now, or was in last. */
  path: string;
  /** Whether it was there then: `there`, `absent` or `lost` where the file as it was then is not kept or is damaged. */
  then: string;
  /** Whether it is there now. */
  now: boolean;
  /** Its fields; none where it was not there. */
  fields: FieldThen[];
  /** What puts the whole record back where it is gone. */
  whole: EditChange | null;
};

export type Back = How & {
  entry: number;
  /** Whether the entry itself goes too. */
  with_it: boolean;
};

export type Begin = BeginAnswers & {
  /** Only looks at the answers. */
  dry?: boolean;
};

/** What a person answered; only the first two and the folder must be there. */
export type BeginAnswers = {
  /** Full name of the bureau. */
  name: string;
  /** Short name, as it stands on signs. */
  short_name: string;
  /** Administrative division code of six digits (GB/T 2260). */
  division_code?: string;
  /** Phones that people ask at, separated by 、 or blanks. */
  hotline?: string;
  /** Phones for complaints. */
  complaint_phone?: string;
  /** Where the workspace is kept. */
  folder: string;
};

export type BeginOpen = {
  folder: string;
};

/** An answer that cannot be taken. */
export type BeginWrong = {
  field: string;
  says: string;
  help: string;
  /** The workspace that is there already. */
  workspace: string | null;
};

/** What became of the answers. */
export type Begun = {
  /** Whether the workspace is there, and the desk goes on with it. */
  done: boolean;
  /** What cannot be taken. */
  wrong: BeginWrong[];
  /** What else is to be said. */
  notes: string[];
  /** The state of the workspace with it. */
  version: number;
};

/** One bureau of the workspace. */
export type BureauLine = {
  /** Its id, for addresses of the desk alone. */
  id: string;
  /** Its full name. */
  name: string;
  /** Its short name, where the full one does not fit. */
  short: string;
  /** The edition of what it publishes. */
  edition: string;
  /** Path of its file. */
  path: string;
  /** Path of its catalog, if it has one. */
  catalog: string | null;
  /** Items of its catalog. */
  items: number;
  /** Channels of its catalog. */
  channels: number;
  /** Service points, those without a channel too. */
  points: number;
  /** Guides. */
  guides: number;
  /** Handbooks, leaflets, notices, panels and campaigns. */
  booklets: number;
  /** It is a sample, and its people, phones and addresses are invented. */
  sample: boolean;
};

/** What was understood of a table, and what became of it. */
export type CatalogUnderstood = Written & {
  title: string;
  count: string;
  /** Column, head, what it is taken for. */
  mapping: ([string, string, string])[];
  preview: string[][];
  doubts: string[][];
  asked: Doubtful[];
  /** Record, field, old and new. */
  changes: string[][];
  fresh: string[];
  /** Why it cannot be taken in as it is. */
  blocked: Reason | null;
};

/** A cell that was changed. */
export type CellChange = {
  /** The record. */
  row: string;
  /** The column. */
  column: string;
  /** What the person saw there. */
  before?: string;
  /** What is to be there. */
  after?: string;
};

/** A line of a page with the fields that it may show. Its place is in parts of the page. */
export type ClickShown = {
  /** Its words. */
  text: string;
  /** From the left edge. */
  x: number;
  /** From the upper edge. */
  y: number;
  /** Width. */
  w: number;
  /** Height. */
  h: number;
  /** The fields, at least one. */
  to: ClickTarget[];
};

/** A field that a line may show. */
export type ClickTarget = {
  /** The screen: points, bureau, catalog. */
  screen: string;
  /** The file. */
  path: string;
  /** The way to the field. */
  at: Step[];
  /** What it is called. */
  says: string;
};

/** A column. */
export type Column = {
  /** Its name in requests. */
  id: string;
  /** Its head. */
  title: string;
  /** The second line of the head. */
  note: string;
  /** Whether something is wrong with it: `due`, `fault` or nothing. */
  state: string;
  /** Its width in pixels; 0 where it is as wide as its head. */
  width?: number;
  /** Whether it stays while the others move. */
  frozen: boolean;
  /** Whether the bureau's own table brought it along. */
  own: boolean;
  /** Whether sentences call a row by it. */
  title_of_row: boolean;
  /** Whether it cannot be changed here. */
  readOnly: boolean;
  /** Whether it can be put elsewhere among those that can. */
  moves: boolean;
  /** Which of the words of its cells take a time limit in brackets. */
  limits?: string[];
  /** What its cells may hold; any text where there is none. */
  choices?: SheetsChoice[];
};

export type Columns = How & {
  bureau: string;
  doing: Doing;
};

/** A value that somebody else has changed since the person saw it. */
export type Conflict = {
  /** Which of the changes. */
  change: number;
  /** The way to it. */
  at: Step[];
  /** The record and the field, as people call them. */
  field: string;
  /** What the person wants there. */
  mine: Said;
  /** What is there now; nothing where the record itself is gone. */
  theirs: Said;
  /** Whether the record that it belongs to is not there any more. */
  gone: boolean;
  /** Who changed the file last with this program, if nobody did otherwise since. */
  who: string | null;
  /** When that was, RFC 3339. */
  when: string | null;
};

/** What is done. */
export type Doing =
  | { do: 'add-channel'; name: string; short_name?: string; tier: string; before?: string | null; }
  | { do: 'move-channels'; channels: string[]; before: string | null; }
  | { do: 'remove-channel'; channel: string; points_to?: string | null; }
  | { do: 'add-group'; title: string; before?: string | null; }
  | { do: 'rename-group'; group: string; was: string; title: string; }
  | { do: 'move-group'; group: string; before: string | null; }
  | { do: 'remove-group'; group: string; }
  | { do: 'rename-head'; head: string; name: string; }
  | { do: 'remove-head'; head: string; };

/** A point on the drawing. */
export type Dot = {
  /** The point's id. */
  id: string;
  /** Its name. */
  name: string;
  /** To the right, from the left edge. */
  x: number;
  /** Downwards, from the upper edge. */
  y: number;
};

/** A question about a table: not answered, it stays as `otherwise` says. */
export type Doubtful = {
  id: string;
  place: string;
  says: string;
  choices: AnswersChoice[];
  otherwise: string;
  answer: string | null;
};

/** A piece, drawn. */
export type Drawn = {
  /** Its name, such as 嘎鲁图镇服务站 台卡. */
  name: string;
  /** Its pages as SVG. */
  pages: string[];
  /** For each page the lines that show a field. */
  lines: ClickShown[][];
};

/** A day that comes near, or has passed. */
export type Due = {
  /** The bureau's id. */
  bureau: string;
  /** The last day: 2026-05-12. */
  day: string;
  /** How many days are left; less than none where it has passed. */
  left: number;
  /** What is to be done. */
  says: string;
  /** Where: the point, or the plan. */
  of: string;
};

/** One change. */
export type EditChange = {
  /** The way to the place, from the top of the file. */
  at: Step[];
  /** What is done there. */
  kind?: Kindly;
  /** What the person saw there. */
  before?: Said | null;
  /** What is to be there. */
  after?: Said | null;
  /** Where an entry goes. */
  to?: number | null;
};

/** What is asked for. */
export type EditRequest = {
  /** The file, by its path in the workspace. One that is not there is made by setting its top. */
  path: string;
  /** The changes, each upon what the ones before it have left. */
  changes: EditChange[];
};

/** What a change of records came to, or would come to. */
export type Edited = Written & {
  /** Values that somebody else has changed since they were seen: nothing was written. */
  conflicts: Conflict[];
  /** Findings about the new values, which are saved all the same. */
  findings: FieldFinding[];
  /** What depends on it, in words. */
  reach: string;
  /** Ids of new rows by what the sheet calls them. */
  renamed: { [key: string]: string };
};

export type Export = ExportRequest & {
  sheet: Of;
  bureau: string;
};

/** What is seen. */
export type ExportRequest = {
  /** The columns, in their order. */
  columns: string[];
  /** The rows, in their order. */
  rows: string[];
};

/** What became of it. */
export type Fate =
  | 'here'
  | 'renamed'
  | 'moved'
  | 'gone';

/** A finding about a field. */
export type FieldFinding = {
  /** The way to the field from the top of the file. */
  at: Step[];
  /** Its code, such as M201. */
  code: string;
  /** Whether it must be mended. */
  must: boolean;
  /** What is wrong. */
  says: string;
  /** What to write instead. */
  help: string | null;
};

/** One field. */
export type FieldForm = {
  /** Its key. */
  key: string;
  /** What it is called. */
  title: string;
  /** What to write; nothing where nobody has said it. */
  hint: string;
  /** Whether the record cannot do without it. */
  required: boolean;
  /** What it is filled in with, where its shape does not say. */
  control: string | null;
  /** What its value looks like. */
  shape: ShapeForm;
};

/** One field, then and now. */
export type FieldThen = {
  /** What it is called. */
  name: string;
  /** What stood there then; nothing where it was empty. */
  was: string;
  /** What stands there now. */
  now: string;
  /** Whether it is the same. */
  same: boolean;
  /** What puts it back; none where it is the same. */
  change: EditChange | null;
};

/** A picture by the file that names it, and its name there. */
export type FieldsNamed = {
  path: string;
  written: string;
};

export type FieldsOfBureau = {
  bureau: string;
};

export type FieldsPasted = {
  bureau: string;
  text: string;
};

/** What became of one file. */
export type FileChange = {
  /** Path in the workspace. */
  path: string;
  /** The screen that shows it. */
  screen: Screen;
  /** What the change did to it as a whole: `new`, `gone`, `changed`, or `unknown` where the bytes were not kept. */
  kind: string;
  /** The records that it changed, which can be looked at as they were. */
  records: Touched[];
  /** Its fields; none where the file holds no records, such as a picture. */
  fields: PastFieldChange[];
  /** How many more fields there are. */
  more: number;
};

/** What kind of thing was found. */
export type FindWhat =
  | 'place'
  | 'bureau'
  | 'point'
  | 'item'
  | 'group'
  | 'channel'
  | 'text'
  | 'standard'
  | 'field';

/** Where a picture goes, as JSON beside its bytes. */
export type For = {
  of: string;
};

/** The form of a kind of file. */
export type Form = {
  /** The kind. */
  kind: string;
  /** What it is called. */
  title: string;
  /** The name of its record among the records. */
  record: string;
  /** Whether a file may hold several of them. */
  many: boolean;
  /** Every record that it may hold, by name. */
  records: { [key: string]: RecordForm };
};

/** Fields under one heading. */
export type FormGroup = {
  /** The heading. */
  title: string;
  /** The fields, in their order. */
  fields: FieldForm[];
};

/** Where it is filled in. */
export type Goal =
  | { to: 'bureau'; field: string[]; }
  | { to: 'calendar' }
  | { to: 'catalog' }
  | { to: 'points' }
  | { to: 'point'; id: string; field: string; }
  | { to: 'problems' }
  | { to: 'nowhere' };

/** What going back came to, or would come to. */
export type GoneBack = Written & {
  /** How many changes it takes back. */
  changes: number;
  /** Whose they are. */
  people: ([string, number])[];
};

/** What can be done at a point. */
export type Here = {
  /** The column's name; empty for a point without one. */
  column: string;
  /** How many items can be done. */
  count: number;
  /** How many of them to the end. */
  finished: number;
  /** Every item of the catalog. */
  items: HereItem[];
  /** The depths that there are, as published. */
  depths: string[];
};

/** An item at a point. */
export type HereItem = {
  /** Its id. */
  id: string;
  /** Its printed number. */
  number: string;
  /** Its name. */
  name: string;
  /** Its group; empty where it has none. */
  group: string;
  /** The depth of the column; nothing where the column does not have it. */
  column: string | null;
  /** The depth here; nothing where it cannot be done here. */
  here: string | null;
  /** How the point differs: `added`, `omitted` or `changed`. */
  differs: string | null;
  /** Why. */
  reason: string;
};

/** One answer. */
export type Hit = {
  /** What it is. */
  what: FindWhat;
  /** What it is called. */
  name: string;
  /** What tells it from others of that name: its bureau, its group. */
  of: string;
  /** The bureau that it belongs to, by id; nothing where it belongs to all. */
  bureau: string;
  /** Its id on its screen, of a group the id of its first item; of something that was handed in its number in the list. */
  id: string;
  /** The screen that shows it. */
  screen: Screen;
  /** Its file. */
  path: string;
  /** The way to it. */
  at: Step[];
};

/** The answers, best first. */
export type Hits = {
  /** At most so many as fit a list. */
  hits: Hit[];
  /** How many more there are. */
  more: number;
};

/** What is brought. */
export type HolidaysRequest = {
  /** The text of the notice. */
  text: string;
  /** The year, where the text does not name it. */
  year?: number | null;
};

export type HolidaysTaken = Written & {
  year: Year;
};

/** What words leave open. */
export type HoursOpen = {
  /** Its name among the answers. */
  id: string;
  /** The question. */
  says: string;
  /** Its answers. */
  choices: Answer[];
};

/** Hours as they are shown. */
export type HoursShown = {
  /** As a file has them. */
  text: string;
  /** What is printed, one phrase a rule. */
  says: string[];
  /** As weeks; none where weeks cannot say all of it: then the text is changed as a text. */
  week: Painted | null;
  /** Why there is no week. */
  why: string | null;
};

/** Whether a change is only planned, and what was answered. */
export type How = {
  dry?: boolean;
  answers?: { [key: string]: string };
};

/** How far it is. */
export type HowFar = {
  running: boolean;
  /** Of how many; 0 as long as the check runs. */
  total: number;
  done: number;
  made: MakeMade | null;
  reasons: Reason[];
  /** Whether this machine can open what was made: a desk without a browser cannot. */
  opens: boolean;
};

/** A row that was put in. */
export type Inserted = {
  /** How the sheet calls it until it has an id. */
  id: string;
  /** The row before it; none where it comes first. */
  after: string | null;
  /** Its texts. */
  cells?: { [key: string]: string };
};

/** What the page needs to keep in the browser what it could not save. */
export type Keep = {
  /** The workspace; nothing where nothing can be kept. */
  workspace: string | null;
  /** The key, in hexadecimal. */
  key: string | null;
};

/** What is done at a place. */
export type Kindly =
  | 'set'
  | 'remove'
  | 'insert'
  | 'move';

/** Something that is missing. */
export type Lack = {
  /** How much it matters. */
  level: TodoLevel;
  /** What is missing, with its number. */
  says: string;
  /** How many records lack it. */
  count: number;
  /** The first of them by name. */
  names: string[];
  /** Where it is filled in; for several points the first. */
  goal: Goal;
};

/** What takes longer to know. */
export type Later = {
  /** Bureaus that have recorded what they gave to print. */
  printed: Printed[];
  /** What is due, the earliest first. */
  due: Due[];
};

/** A record by its file and way, or by its row in a sheet. */
export type Lost = {
  path: string | null;
  at: string | null;
  sheet: Of | null;
  bureau: string | null;
  row: string | null;
  name?: string;
};

/** What was made. */
export type MakeMade = {
  /** Pages of the site. */
  pages: number;
  /** Printed pieces. */
  prints: number;
  /** Reports of inspections. */
  reports: number;
  /** How many of all these were made now; the others were right already. */
  made: number;
  /** Findings that did not stop it. */
  warnings: number;
  /** The folder that it lies in, as the system writes it. */
  folder: string;
};

export type MakeOpen = {
  what: MakeWhat;
};

/** What is opened. */
export type MakeWhat =
  | 'site'
  | 'folder'
  | 'print';

/** The outline and the points, drawn flat with north above. */
export type Map = {
  /** Width. */
  width: number;
  /** Height. */
  height: number;
  /** The lines of the outline; none where the bureau has none. */
  rings: number[][][];
  /** The points that have a place. */
  points: Dot[];
};

/** What a pasted text says. */
export type MapPasted = {
  /** What it was read as, or why it was not. */
  says: string;
  /** What to do where there is no place. */
  help: string | null;
  /** The places that may be meant; one alone is certain unless there is a question. */
  spots: MapSpot[];
  /** What must be answered first, which is done by choosing a place. */
  questions: string[];
};

/** What a pasted text may mean. */
export type MapSpot = {
  /** Latitude as it is written in a file. */
  lat: string;
  /** Longitude. */
  lon: string;
  /** The system that it is given in. */
  crs: string;
  /** Which system, in words. */
  says: string;
  /** To the right on the drawing. */
  x: number;
  /** Downwards. */
  y: number;
  /** Whether it lies where the bureau's points may lie. */
  inside: boolean;
};

/** What is to be said of a mark. */
export type MarkShown = {
  path: string;
  width: number;
  height: number;
  notes: string[];
};

/** What became of a picture. */
export type MarkTaken = Written & {
  mark: MarkShown;
};

/** What words mean. */
export type Meant = {
  /** The hours as a file has them; empty where nothing is certain. */
  text: string;
  /** In words. */
  says: string[];
  /** What stands beside hours as words. */
  note: string;
  /** Services of their own. */
  services: Service[];
  /** What is not certain, and stays in the note. */
  doubts: string[];
  /** What a person has to say first. */
  questions: HoursOpen[];
};

export type MonthDay = [number, number];

/** Rows that were moved. */
export type Moved = {
  /** The rows, in their order. */
  rows: string[];
  /** The row before which they stand now; none at the end. */
  before: string | null;
};

export type Name = {
  name: string;
};

export type Notice = HolidaysRequest & How & {
};

/** Which sheet. */
export type Of =
  | 'catalog'
  | 'points';

export type OfPoint = {
  bureau: string;
  point: string;
};

/** One file. */
export type One = {
  id: number;
  name: string;
  sort: ArriveNamed | null;
  may_be: ArriveNamed[];
  /** How much there is of it. */
  says: string;
  /** The first rows, with their heads. */
  preview: string[][];
  /** Column, head, what it is taken for. */
  mapping: ([string, string, string])[];
  /** Place and words. */
  doubts: string[][];
  asked: Doubtful[];
  /** Why nothing of it comes in. */
  reasons: Reason[];
  /** Whether something of it would be written. */
  brings: boolean;
};

export type OneMend = How & {
  problem: string;
  mend: number;
};

/** The hours of a point, to copy. */
export type Other = {
  /** The point's id. */
  id: string;
  /** Its name. */
  name: string;
  /** Its hours as a file has them. */
  text: string;
  /** In words. */
  says: string;
};

/** The points of a bureau that have hours. */
export type Others = {
  /** In the order of the files. */
  points: Other[];
};

/** What the frame shows. */
export type Overview = {
  /** Whether the workspace can be read as one. */
  readable: boolean;
  /** The bureaus, in the order of their folders. */
  bureaus: BureauLine[];
  /** Findings that must be mended. */
  must: number;
  /** Findings that should be looked at. */
  look: number;
  /** The person at this desk. */
  who: string;
  /** Their newest change that can be undone. */
  undo: OverviewChange | null;
  /** Their newest undo, which can be taken back, if nothing of theirs came after it. */
  redo: OverviewChange | null;
  /** What was made good before the workspace could be read. */
  notes: string[];
};

/** A change that can be taken back. */
export type OverviewChange = {
  /** Its number in the history. */
  entry: number;
  /** What it did. */
  says: string;
  /** When, RFC 3339. */
  time: string;
};

/** Hours as weeks. */
export type Painted = {
  /** The ordinary week first, then the parts of the year in their order. */
  seasons: Season[];
  /** Public holidays: nothing where nothing is said of them, no stretch where it is shut. */
  holidays: Stretch[] | null;
  /** What no week shows. */
  kept: PaintedKept[];
};

/** A rule that no week shows. */
export type PaintedKept = {
  /** As it is written. */
  rule: string;
  /** What stands between it and what comes before. */
  joint: string;
  /** In words. */
  says?: string;
};

/** A change in detail. */
export type Past = {
  /** Its number. */
  entry: number;
  /** What it did. */
  says: string;
  /** The person. */
  who: string;
  /** When, RFC 3339. */
  time: string;
  /** Its files. */
  files: FileChange[];
};

/** A value that changed. */
export type PastFieldChange = {
  /** The record and the field, as people call them. */
  place: string;
  /** What was there; nothing where it is new. */
  before: string | null;
  /** What is there after it; nothing where it was taken away. */
  after: string | null;
};

/** One table. */
export type Pasted = {
  /** The lines above it, the nearest last. */
  above?: string[];
  /** Its texts; what a merged cell covers is blank. */
  rows: string[][];
  /** Covered cells: row and column, and those of the cell that has the text. */
  covered?: number[][];
};

export type Person = {
  name: string;
};

/** What each of some texts says. */
export type PhonesAll = {
  /** In the order of the texts. */
  told: PhonesTold[];
};

/** A number. */
export type PhonesNumber = {
  /** As it is dialled. */
  number: string;
  /** Extension; empty where there is none. */
  extension: string;
  /** What it is for. */
  label: string;
  /** Who answers. */
  contact: string;
  /** Whether it is a person's own: it is asked about before it is public. */
  personal: boolean;
};

/** What a text says of phones. */
export type PhonesTold = {
  /** The numbers. */
  numbers: PhonesNumber[];
  /** Words that belong to no number. */
  words: string[];
  /** What is not certain; what it is about was not read. */
  doubts: string[];
};

/** A piece that can be looked at. */
export type PieceLine = {
  /** Its path, which asks for it. */
  path: string;
  /** What kind it is, such as 服务清单. */
  name: string;
  /** What it is of. */
  of: string;
};

/** Pieces of a bureau or of one of its points, or one of them by its path. */
export type PieceOf = {
  bureau: string;
  point: string | null;
  path: string | null;
};

/** The pieces of a bureau or a point. */
export type Pieces = {
  /** In the order of orders. */
  pieces: PieceLine[];
};

/** What a bureau gave to print, against what it would print today. */
export type Printed = {
  /** The bureau's id. */
  id: string;
  /** The last day on which something was given to print: 2026-05-12. */
  last: string;
  /** What must be printed again. */
  changed: TodoChanged[];
  /** How many pieces were printed and still are as they should be. */
  same: number;
  /** How many pieces were never given to print. */
  never: number;
};

/** One finding. */
export type Problem = {
  /** Its name among the findings; the same as long as the finding stays the same. */
  id: string;
  /** How bad it is. */
  level: ProblemsLevel;
  /** The code, such as C301. */
  code: string;
  /** What is wrong, in one sentence. */
  says: string;
  /** What to do instead. */
  help: string | null;
  /** The screen on which it is mended. */
  screen: Screen;
  /** The record and field, as people call them; nothing where it is about a whole file. */
  place: string;
  /** The file, relative to the workspace; nothing where there is none. */
  path: string;
  /** Line in the file, from 1; 0 where it has none. */
  line: number;
  /** The way to the value in the file. */
  at: Step[];
  /** What the buttons say that mend it. */
  mends: string[];
  /** Whether it may stay as it is, with a reason. */
  acceptable: boolean;
};

/** All of them. */
export type Problems = {
  /** Worst first, then those of which there are most. */
  groups: ProblemsGroup[];
  /** How many must be mended. */
  must: number;
  /** How many should be looked at. */
  look: number;
  /** What was accepted, with its reasons. */
  accepted: Accepted[];
};

/** Findings that one kind of mend settles. */
export type ProblemsGroup = {
  /** What to do, in one sentence. */
  says: string;
  /** How many there are of each. */
  problems: Problem[];
};

/** How much a finding asks of a person. */
export type ProblemsLevel =
  | 'must'
  | 'look';

/** One reason why something was not done. */
export type Reason = {
  /** Its code, such as W801. */
  code: string;
  /** What is wrong. */
  says: string;
  /** What to do. */
  help: string | null;
  /** The file, relative to the workspace; nothing where there is none. */
  path: string;
  /** Line in the file, from 1; 0 where it has none. */
  line: number;
};

/** A record as it is written. */
export type Record = {
  /** The kind of its file. */
  kind: string;
  /** What the kind is called. */
  title: string;
  /** The file. */
  path: string;
  /** The way to it in the file. */
  at: Step[];
  /** Its values by their English keys. */
  values: Said;
  /** What is wrong in it. */
  findings: FieldFinding[];
};

/** A record's fields. */
export type RecordForm = {
  /** What it is called. */
  title: string;
  /** The headings, in the order of their first fields. */
  groups: FormGroup[];
};

export type RecordsFieldChange = EditRequest & How & {
};

export type RecordsKind = {
  kind: string;
};

/** Where a record is written. */
export type RecordsPlace = {
  path: string;
  at: Step[];
};

/** A record by its file and the way to it, which is JSON. */
export type RecordsWanted = {
  path: string;
  at: string | null;
};

/** Why something was not done. */
export type Refused = {
  /** The reasons, at least one. */
  reasons: Reason[];
};

/** A part of the desk. */
export type Screen =
  | 'bureau'
  | 'catalog'
  | 'points'
  | 'guides'
  | 'booklets'
  | 'inspections'
  | 'other';

/** A part of the year with its week. */
export type Season = {
  /** First and last days; empty for what is no other part. */
  ranges: MonthDay[][];
  /** Monday to Sunday. */
  week: Stretch[][];
};

/** A service that words name besides. */
export type Service = {
  /** Its name. */
  name: string;
  /** Its hours as a file has them. */
  hours: string;
  /** A remark. */
  note: string;
  /** Its hours in words. */
  says: string;
};

/** What a value looks like. */
export type ShapeForm =
  | { type: 'line' }
  | { type: 'number' }
  | { type: 'whole' }
  | { type: 'day' }
  | { type: 'flag' }
  | { type: 'choice'; words: Word[]; }
  | { type: 'list'; of: ShapeForm; }
  | { type: 'dict'; of: ShapeForm; }
  | { type: 'record'; record: string; }
  | { type: 'own'; own: string; accepts: ShapeForm[]; };

export type SheetChange = How & {
  sheet: Of;
  bureau: string;
  change: SheetsChange;
};

/** One action of a person on a sheet. */
export type SheetsChange = {
  /** What it did, in the sheet's words. */
  says?: string;
  /** Cells that were changed. */
  cells?: CellChange[];
  /** Rows that were put in. */
  inserted?: Inserted[];
  /** Rows that were taken out. */
  removed?: string[];
  /** Rows that were moved. */
  moved?: Moved | null;
};

/** A word that a cell may hold. */
export type SheetsChoice = {
  /** As it is written. */
  word: string;
  /** As the list shows it. */
  zh: string;
  /** What may be typed for it. */
  keys: string[];
  /** The sign before it: `done`, `acc`, `help`, `proxy`, `none`, or nothing. */
  mark: string;
};

/** A finding about a cell. */
export type SheetsMark = {
  /** `fault` where it must be mended, `due` where somebody should look. */
  level: string;
  /** What is wrong. */
  says: string;
  /** The finding, as the screen 问题 knows it. */
  problem: string;
};

/** A row, or the heading of a group. */
export type SheetsRow =
  | { id: string; cells: { [key: string]: string }; marks?: { [key: string]: SheetsMark }; }
  | { id: string; group: string; note: string; };

/** Which of the two states. */
export type Side =
  | 'before'
  | 'after';

/** What a file may be, in the order in which files are taken in. */
export type Sort =
  | 'mark'
  | 'catalog'
  | 'points'
  | 'plan'
  | 'standard'
  | 'guide'
  | 'result'
  | 'photo';

/** One step on the way from the top of a file to a value. */
export type Step =
  | number
  | string
  | { id: string; };

/** A stretch of one day. */
export type Stretch = {
  /** When it opens, in minutes from midnight. */
  from: number;
  /** When it closes. */
  to: number;
  /** Its remark, such as 需预约. */
  note?: string;
};

export type Suggested = {
  /** Where the workspace may be kept. */
  folder: string;
};

/** A sheet. */
export type Table = {
  /** The columns, in their order. */
  columns: Column[];
  /** The rows, in the order of the file. */
  rows: SheetsRow[];
};

export type Text = {
  /** Nothing where nothing is written yet. */
  text?: string;
};

export type Texts = {
  texts: string[];
};

export type Then = {
  entry: number;
  side: Side;
  path: string;
  at: string | null;
};

export type ThenSearch = {
  words: string;
  places?: string;
  records?: boolean;
};

export type ThenWanted = {
  limit: number | null;
  who: string | null;
  path: string | null;
  at: string | null;
};

export type There = {
  mark: MarkShown | null;
};

/** A part of the history, newest first. */
export type Timeline = {
  /** As many as were asked for. */
  lines: TimelineLine[];
  /** Whether there is more. */
  more: boolean;
  /** What cannot be read, and what else is to be said. */
  notes: string[];
  /** Everybody who has changed something. */
  people: string[];
  /** What the record is called that was asked for. */
  name: string | null;
};

/** One thing that was done. */
export type TimelineLine = {
  /** Its number; none of a commit that the journal does not know. */
  entry: number | null;
  /** The commit that holds it. */
  commit: string | null;
  /** When, RFC 3339. */
  time: string | null;
  /** The person. */
  who: string;
  /** What it did. */
  says: string;
  /** Its files. */
  files: string[];
  /** The screen that shows the most of it. */
  screen: Screen;
  /** Whether it can be undone: `open`, `undone`, `final` or `in-git`. */
  state: string;
  /** Why it cannot be undone. */
  why: string | null;
};

/** What a workspace lacks. */
export type Todo = {
  /** What is of all bureaus together. */
  whole: Lack[];
  /** The bureaus that work for themselves. A sample is complete as it is, and what is only adopted by others publishes nothing. */
  bureaus: TodoOfBureau[];
};

/** Prints of a point, or of the whole bureau, that are not what hangs there any more. */
export type TodoChanged = {
  /** The point; 全局 for the bureau's own pieces. */
  name: string;
  /** Its id, where it is a point's. */
  point: string | null;
  /** The kinds of pieces. */
  pieces: string[];
};

/** How much it matters. */
export type TodoLevel =
  | 'must'
  | 'lacks'
  | 'better';

/** What one bureau lacks. */
export type TodoOfBureau = {
  /** Its id. */
  id: string;
  /** What it lacks, the worst first. */
  lacks: Lack[];
};

/** A record that an entry changed. */
export type Touched = {
  /** The way to it. */
  at: Step[];
  /** What it is called. */
  name: string;
};

/** A record that somebody had open. */
export type Trace = {
  /** What became of it. */
  fate: Fate;
  /** What happened, in one sentence; nothing where nothing did. */
  says: string;
  /** Its file now; where it is gone, the one that held it. */
  path: string;
  /** The way to it now. */
  at: Step[];
  /** What it is called now, or was called last. */
  name: string;
  /** The entry that did it, if it can be undone. */
  entry: number | null;
  /** Whether the person who asks did it. */
  own: boolean;
};

export type WhichMark = {
  bureau: string;
  name?: string;
};

/** A point of a bureau. */
export type WhichPoint = {
  bureau: string;
  point: string;
};

export type WhichSheet = {
  sheet: Of;
  bureau: string;
};

export type Whole = How & {
  bureau: string;
  tables: Pasted[];
};

/** One word of several. */
export type Word = {
  /** As a file has it. */
  word: string;
  /** As people read it. */
  says: string;
};

export type Words = {
  bureau: string;
  text: string;
  answers?: { [key: string]: string };
};

/** What a change came to, or would come to. */
export type Written = {
  /** Whether it was carried out; else this is what it would do. */
  done: boolean;
  /** What it does, in a sentence. */
  says: string;
  /** The files that it changes. */
  files: string[];
  /** What must be answered first. */
  questions: AnswersAsked[];
  /** Its number in the history. */
  entry: number | null;
  /** What else is to be said. */
  notes: string[];
  /** The state of the workspace with it. */
  version: number;
};

/** What was read. */
export type Year = {
  /** The year. */
  year: number;
  /** Holidays: name, days, how many. */
  holidays: ([string, string, number])[];
  /** Weekend days on which people work. */
  workdays: string[];
  /** Whether the calendar has the year already, so that it is replaced. */
  replaces: boolean;
  /** Whether the calendar still says that its dates are an example. */
  sample: boolean;
};
