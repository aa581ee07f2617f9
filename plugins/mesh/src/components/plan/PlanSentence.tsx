import {
  type TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import { countSteps, formatAbout, formatMoney } from '../../lib';
import { meshTranslationRef } from '../../translation';

type Translate = TranslationFunction<typeof meshTranslationRef.T>;

/** What a run would do, how long it takes and what it costs, in a sentence. */
export function PlanSentence(props: { plan: ProvisionPlan }) {
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Text as="p" variant="body-large" data-testid="mesh-plan-sentence">
      {describePlan(t, props.plan)}
    </Text>
  );
}

function describePlan(t: Translate, plan: ProvisionPlan): string {
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    return t('plan.blocked', { count: errors.length });
  }
  const counts = countSteps(plan.steps);
  const writes = counts.create + counts.update + counts.delete;
  const parts = writes === 0 ? [t('plan.nothing')] : listParts(t, counts);
  const facts = [
    parts.join(', '),
    ...(writes > 0
      ? [t('plan.duration', { time: formatAbout(plan.criticalPath.seconds) })]
      : []),
    ...(plan.purpose === 'provision' ? [describeCost(t, plan)] : []),
  ];
  return `${facts.map(fact => fact.replace(/\.$/, '')).join('; ')}.`;
}

function listParts(
  t: Translate,
  { create, update, delete: gone, keep, leave }: ReturnType<typeof countSteps>,
): string[] {
  const first = (whole: string, part: string, isFirst: boolean) =>
    isFirst ? whole : part;
  return [
    gone > 0 && t('plan.deletedFirst', { count: gone }),
    create > 0 && t('plan.created', { count: create }),
    update > 0 &&
      first(
        t('plan.changedFirst', { count: update }),
        t('plan.changed', { count: update }),
        create + gone === 0,
      ),
    keep > 0 && t('plan.kept', { count: keep }),
    leave > 0 && t('plan.left', { count: leave }),
  ].filter(part => part !== false);
}

function describeCost(t: Translate, { cost }: ProvisionPlan): string {
  return cost
    ? t('plan.cost', {
        amount: formatMoney(cost.monthly, { currency: cost.currency }),
      })
    : t('plan.noCost');
}
