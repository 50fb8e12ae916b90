import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '../chromium';

/** What must hold on every page: categories of a hundred points, the main content and the blocking in milliseconds. */
const FLOORS = { points: 1, lcp: 2_000, tbt: 150 };

/** So many runs the median is taken of. */
export const RUNS = Number(process.env.SHURYO_LIGHTHOUSE_RUNS ?? 9);

const program = resolve(__dirname, '../node_modules/lighthouse/cli/index.js');

/** A page to be measured. */
export type Visit = {
  /** As it stands in server/src/policy.rs. */
  route: string;
  path: string;
  /** What is on it, where a route shows several things. */
  what?: string;
  /** The head `Cookie` of whoever looks at it; without one it is a page for everybody. */
  cookie?: string;
  /** Whether search engines may keep it. */
  found?: boolean;
};

type Audit = { id: string; title: string; score: number | null; numericValue?: number; details?: { items?: unknown[] } };
type Category = { score: number | null; auditRefs: { id: string; weight: number }[] };
type Report = {
  finalDisplayedUrl: string;
  runtimeError?: { message: string };
  categories: Record<string, Category>;
  audits: Record<string, Audit>;
};

/** What was found on a page. */
export type Measured = {
  visit: Visit;
  /** Points from 0 to 1 for each category that was looked at. */
  points: Record<string, number>;
  lcp: number;
  tbt: number;
  cls: number;
  /** What lies below the floors; empty where nothing does. */
  below: string[];
};

const CATEGORIES = ['accessibility', 'best-practices', 'seo'];

/** Measures a page as a slow phone on a slow line sees it, which is how Lighthouse looks by itself. */
export async function measure(origin: string, visit: Visit): Promise<Measured> {
  const rules = CATEGORIES.filter((category) => category !== 'seo' || visit.found);
  const reports: Report[] = [];
  // What the rules say is the same each time: once is enough.
  for (let run = 0; run < RUNS; run += 1) {
    reports.push(await look(origin, visit, run === 0 ? ['performance', ...rules] : ['performance']));
  }
  const [first] = reports;
  if (!first) throw new Error('SHURYO_LIGHTHOUSE_RUNS must be at least 1');
  const value = (id: string) => median(reports.map((report) => report.audits[id]?.numericValue ?? NaN));
  const points = Object.fromEntries(rules.map((rule) => [rule, first.categories[rule]?.score ?? 0]));
  points.performance = median(reports.map((report) => report.categories.performance?.score ?? 0));
  const measured = {
    visit,
    points,
    lcp: value('largest-contentful-paint'),
    tbt: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
  };
  const below = rules.flatMap((rule) => ((points[rule] ?? 0) < FLOORS.points ? lost(first, rule) : []));
  // Written so that what could not be measured is below as well.
  if (!(measured.lcp <= FLOORS.lcp)) below.push(`LCP ${Math.round(measured.lcp)} ms, floor ${FLOORS.lcp}`);
  if (!(measured.tbt <= FLOORS.tbt)) below.push(`TBT ${Math.round(measured.tbt)} ms, floor ${FLOORS.tbt}`);
  return { ...measured, below };
}

async function look(origin: string, visit: Visit, categories: string[]): Promise<Report> {
  const address = origin + visit.path;
  const flags = ['--headless=new', ...(chromium.launchOptions?.args ?? [])].join(' ');
  const args = [program, address, '--quiet', '--no-enable-error-reporting', '--output=json', `--chrome-flags=${flags}`, `--only-categories=${categories.join(',')}`];
  if (visit.cookie) args.push(`--extra-headers=${JSON.stringify({ Cookie: visit.cookie })}`);
  const env = { ...process.env, CHROME_PATH: chromium.launchOptions?.executablePath };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 });
  const report = JSON.parse(stdout) as Report;
  if (report.runtimeError) throw new Error(`${address}: ${report.runtimeError.message}`);
  if (report.finalDisplayedUrl !== address) throw new Error(`${address} led to ${report.finalDisplayedUrl}`);
  return report;
}

/** The rules of a category that cost points, each with the places where. */
function lost(report: Report, category: string): string[] {
  return (report.categories[category]?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && report.audits[id]?.score !== null && (report.audits[id]?.score ?? 1) < 1)
    .map(({ id }) => {
      const where = JSON.stringify(report.audits[id]?.details?.items ?? []).slice(0, 600);
      return `${category}: ${id} (${report.audits[id]?.title}) ${where}`;
    });
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

const COLUMNS = ['performance', ...CATEGORIES];

export const HEAD = `${'perf'.padStart(5)}${'a11y'.padStart(5)}${'best'.padStart(5)}${'seo'.padStart(5)}${'LCP ms'.padStart(8)}${'TBT ms'.padStart(8)}${'CLS'.padStart(7)}  page`;

/** One line of the table. */
export function line({ visit, points, lcp, tbt, cls, below }: Measured): string {
  const cells = COLUMNS.map((column) => (points[column] === undefined ? '-' : `${Math.round(points[column] * 100)}`).padStart(5));
  const times = [Math.round(lcp), Math.round(tbt)].map((time) => `${time}`.padStart(8));
  const name = visit.what ? `${visit.route} (${visit.what})` : visit.route;
  return `${cells.join('')}${times.join('')}${cls.toFixed(3).padStart(7)}  ${name}${below.length > 0 ? '  BELOW' : ''}`;
}
