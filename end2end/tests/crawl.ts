import { type Page } from '@playwright/test';
import { expect, expectAccessible } from './support';

/** A service of a few dozen pages; more means that the walk goes in circles. */
const MOST_PAGES = 150;

/** Instead of a page that links somewhere. */
const START = 'the start';

/**
 * Goes to every page that links lead to, from the addresses given. On each: axe finds nothing and nothing needs
 * sideways scrolling, at the width of a desk and of a phone; every link, picture and place on a page is there.
 * Of addresses that `within` does not match it only sees that they are there. Gives back the paths of all that was
 * reached.
 */
export async function crawl(page: Page, from: string[], within = /^/): Promise<string[]> {
  const walk = new Walk(page, within);
  from.forEach((address) => walk.note(address, START));
  return walk.on();
}

class Walk {
  /** Address without fragment, and the page that led there. */
  private readonly found = new Map<string, string>();
  /** The ids on each page. */
  private readonly places = new Map<string, Set<string>>();
  /** Links to a place on a page. */
  private readonly fragments: { target: string; fragment: string; on: string }[] = [];

  constructor(
    private readonly page: Page,
    private readonly within: RegExp,
  ) {}

  note(address: string, on: string): void {
    const fragment = /#(.*)$/.exec(address)?.[1];
    const target = address.replace(/#.*$/, '');
    if (fragment) this.fragments.push({ target, fragment: decodeURIComponent(fragment), on });
    // The page of a phone as the camera is the same for every claim: the first stands for all.
    const camera = /^\/applications\/[^/]+\/camera\?claim=/.exec(target)?.[0];
    if (camera && [...this.found.keys()].some((known) => known.startsWith(camera))) return;
    if (!this.found.has(target)) this.found.set(target, on);
    expect(this.found.size, 'pages reached').toBeLessThan(MOST_PAGES);
  }

  async on(): Promise<string[]> {
    // A map goes on to what is added while it is walked through.
    for (const [address, on] of this.found) await this.visit(address, on);
    for (const { target, fragment, on } of this.fragments) {
      if (this.places.has(target)) expect(this.places.get(target), `#${fragment}, which ${on} links to`).toContain(fragment);
    }
    return [...this.found.keys()];
  }

  private async visit(address: string, on: string): Promise<void> {
    const where = `${address}, which ${on} links to`;
    const answer = await this.page.request.get(address, { maxRedirects: 0 });
    if ([302, 303, 307].includes(answer.status())) {
      const next = new URL(answer.headers()['location'] ?? '', answer.url());
      // Who is not logged in comes back to where the walk began.
      if (this.found.get('/login') !== START) expect(next.pathname, `${where}, and which asks to log in`).not.toBe('/login');
      return this.note(next.pathname + next.search, address);
    }
    expect(answer.status(), where).toBe(200);
    // The browser would save a file instead of showing it; that it arrives is enough.
    if (!answer.headers()['content-type']?.startsWith('text/html') || !this.within.test(address)) return;

    await this.page.setViewportSize({ width: 1280, height: 900 });
    await this.page.goto(address);
    await expectAccessible(this.page);
    for (const width of [1280, 375, 320]) {
      await this.page.setViewportSize({ width, height: 800 });
      const scrolled = await this.page.evaluate(() => document.documentElement.scrollWidth);
      expect(scrolled, `width of ${address} in a window of ${width}`).toBeLessThanOrEqual(width);
      if (width === 375) await expectAccessible(this.page);
    }
    await this.read(address);
  }

  private async read(address: string): Promise<void> {
    const { links, ids } = await this.page.evaluate(() => ({
      links: [
        ...[...document.querySelectorAll('a')].map((link) => link.href),
        ...[...document.images].map((image) => image.src),
      ],
      ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
    }));
    this.places.set(address, new Set(ids));
    const origin = new URL(this.page.url()).origin;
    for (const link of links.filter((link) => link.startsWith(`${origin}/`))) this.note(link.slice(origin.length), address);
  }
}
