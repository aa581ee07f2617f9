export { AddressPlan } from './AddressPlan';
export { PlanProblems } from './PlanProblems';
export { PlanView } from './PlanView';
