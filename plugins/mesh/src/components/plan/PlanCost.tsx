import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { CostEstimate } from '@meshwright/plugin-mesh-common';
import { formatMoney } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { DataTable } from '../table';

/** What it costs a month, and what that leaves out; or that nobody knows. */
export function PlanCost(props: { cost?: CostEstimate }) {
  const { cost } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  if (!cost) {
    return <Text as="p">{t('plan.costNone')}</Text>;
  }
  const { currency, items, monthly, notIncluded } = cost;
  const money = (amount: number) => formatMoney(amount, { currency });

  return (
    <>
      <Text as="p">{t('plan.costTotal', { amount: money(monthly) })}</Text>
      <DataTable
        label={t('plan.costTitle')}
        items={items}
        getKey={({ label, quantity }) => `${label} ${quantity}`}
        columns={[
          { id: 'what', label: t('plan.costItem'), cell: item => item.label },
          {
            id: 'quantity',
            label: t('plan.costQuantity'),
            cell: item => item.quantity,
          },
          {
            id: 'monthly',
            label: t('plan.costMonthly'),
            cell: item => money(item.monthly),
          },
        ]}
      />
      {notIncluded.length > 0 && (
        <Text as="p" color="secondary">
          {t('plan.notIncluded')} {notIncluded.join('; ')}
        </Text>
      )}
    </>
  );
}
