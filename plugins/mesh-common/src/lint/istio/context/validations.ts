import type { MeshObject } from '../../../objects';
import { validateSchema, validateWebhook } from '../../../validate';
import type { LintContext } from '../../types';

/** What the API server and the control plane say to an object of Istio. */
export type Validated = {
  object: MeshObject;
  /** Of the definition; the webhook is not asked about what is refused. */
  refused: string[];
  errors: string[];
  warnings: string[];
};

/** Objects of Istio that something is said to; derive it from the context. */
export function listValidated(context: LintContext): Validated[] {
  const { istio } = context.options;
  return context.objects
    .filter(({ apiVersion }) => /^[a-z]+\.istio\.io\//.test(apiVersion))
    .map(object => {
      const { errors = [], warnings = [] } =
        validateWebhook(object, { istio }) ?? {};
      const refused = validateSchema(object, { istio })?.errors ?? [];
      return { object, refused, errors, warnings };
    })
    .filter(
      ({ refused, errors, warnings }) =>
        refused.length + errors.length + warnings.length > 0,
    );
}
