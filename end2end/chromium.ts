import type { PlaywrightTestOptions, PlaywrightWorkerOptions } from '@playwright/test';

/** Debian's Chromium, silent and without calls home; `baseURL` only matters where no server of the test's own is wanted. */
export const chromium: Partial<PlaywrightTestOptions & PlaywrightWorkerOptions> = {
  browserName: 'chromium',
  baseURL: process.env.SHURYO_BASE_URL,
  locale: 'ja-JP',
  timezoneId: 'Asia/Tokyo',
  launchOptions: {
    executablePath: process.env.SHURYO_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
};
