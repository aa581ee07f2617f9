import { type FormEvent, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Combobox, Select, TextField } from '@backstage/ui';
import type { WorkloadStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import styles from './AskForm.module.css';
import { defaultQuestion, listEntities } from './defaultQuestion';
import type { Question } from './useQuestion';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** From, to, port, method and path of a question. */
export function AskForm(props: {
  question: Question;
  entityRef: string;
  workloads: WorkloadStatus[];
  isPending: boolean;
  onAsk: (question: Question) => void;
}) {
  const { question, entityRef, workloads, isPending, onAsk } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [draft, setDraft] = useState<Question>(() => ({
    ...defaultQuestion(entityRef, workloads),
    ...question,
  }));
  const entities = listEntities(entityRef, workloads);
  const clusters = [...new Set(workloads.map(({ cluster }) => cluster))];

  const change = (key: keyof Question) => (value: string) =>
    setDraft(current => ({ ...current, [key]: value }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk(draft);
  };

  return (
    <form onSubmit={submit} className={styles.fields}>
      {(['from', 'to'] as const).map(key => (
        <Combobox
          key={key}
          className={styles.wide}
          label={t(`ask.${key}`)}
          isRequired
          allowsCustomValue
          options={entities.map(id => ({ id, label: id }))}
          search={{ inputValue: draft[key] ?? '', onInputChange: change(key) }}
        />
      ))}
      {clusters.length > 1 && (
        <Select
          label={t('ask.cluster')}
          options={clusters.map(id => ({ id, label: id }))}
          value={draft.cluster ?? clusters[0]}
          onChange={key => change('cluster')(String(key))}
        />
      )}
      <TextField
        label={t('ask.port')}
        placeholder={t('ask.portHint')}
        value={draft.port ?? ''}
        onChange={change('port')}
      />
      <Select
        label={t('ask.method')}
        options={METHODS.map(id => ({ id, label: id }))}
        value={draft.method ?? 'GET'}
        onChange={key => change('method')(String(key))}
      />
      <TextField
        label={t('ask.path')}
        value={draft.path ?? ''}
        onChange={change('path')}
      />
      <Button
        type="submit"
        variant="primary"
        isPending={isPending}
        style={{ justifySelf: 'start', alignSelf: 'end' }}
      >
        {t('ask.submit')}
      </Button>
    </form>
  );
}
