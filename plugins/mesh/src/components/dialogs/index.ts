export { AdoptButton, ConfirmRetiringButton } from './AdminButtons';
export { BindButton } from './BindButton';
export { DecideButtons } from './DecideButtons';
export { DialogButton } from './DialogButton';
export { OutcomeMessage, OutcomeProvider, useReport } from './Outcome';
export { ReasonButton } from './ReasonButton';
