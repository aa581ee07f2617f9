import axe from 'axe-core';

/** What axe finds in what is shown; colours need a real browser. */
export async function findAccessibilityProblems(): Promise<string[]> {
  // The announcer belongs to the library of components.
  const shown = { exclude: '[data-live-announcer]' };
  const { violations } = await axe.run(shown, {
    // Test apps have no page around what they show.
    rules: {
      'color-contrast': { enabled: false },
      'document-title': { enabled: false },
      'html-has-lang': { enabled: false },
      'landmark-one-main': { enabled: false },
      'page-has-heading-one': { enabled: false },
      region: { enabled: false },
    },
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html}`),
  );
}
