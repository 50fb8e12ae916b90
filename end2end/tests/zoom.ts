import { type Page } from '@playwright/test';

/** What the statement on accessibility calls the main pages. */
export const MAIN_PAGES = ['/', '/training', '/credits', '/history', '/history?tab=certificates', '/applications/new', '/accessibility'];

export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
