const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .35rem .5rem; text-align: left; }
pre { overflow: auto; padding: 1rem; background: color-mix(in srgb, currentColor 7%, transparent); }
`;

/** Text that is safe in HTML, in content and in quoted attributes. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** HTML of a template; values are escaped unless they are HTML already. */
export function html(
  strings: TemplateStringsArray,
  ...values: Array<string | Html | Html[]>
): Html {
  const parts = strings.map((part, index) =>
    index < values.length ? part + render(values[index]) : part,
  );
  return new Html(parts.join(''));
}

function render(value: string | Html | Html[]): string {
  if (Array.isArray(value)) {
    return value.map(item => item.text).join('');
  }
  return value instanceof Html ? value.text : escape(value);
}

function escape(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, character => names[character]);
}

/** A whole page. */
export function page(title: string, body: Html): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`.text;
}
