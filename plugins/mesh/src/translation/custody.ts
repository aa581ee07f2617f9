/** Who manages a cluster: taking over, and taking the product out. */
export const custody = {
  custody: {
    state: {
      managed: 'Managed',
      releasing: 'Being released',
      released: 'Released',
      removing: 'Being removed',
      removed: 'Removed',
    },
    managedBy: 'Managed by {{name}}',
    decided: 'Decided by',
    managedBecause: 'To be managed here, as decided by',
    leftovers_one:
      '1 object of a former installation is declared by nobody here. It stays in force as it is.',
    leftovers_other:
      '{{count}} objects of a former installation are declared by nobody here. They stay in force as they are.',
    leftoversList: 'Show them',
    leftoversMore: 'and {{more}} more',
    withdraw: 'Let them go',
    withdrawOf: 'Let them go: what former installations left in {{name}}',
    withdrawText:
      'The next passes delete them, in safe steps. Who is granted something by them alone loses it. Default denials stay until somebody decides about their namespace.',
    takeOver: 'Take over',
    takeOverOf: 'Take over {{name}}',
    uninstall: 'Uninstall',
    uninstallOf: 'Uninstall the mesh from {{name}}',
    manage: 'Have it managed again',
    manageOf: 'Have it managed again: {{name}}',
    manageText:
      'The next pass manages the cluster as the catalog declares it, in safe steps. What a release left exactly as it would be made becomes ours again; what somebody changed since is shown as a conflict.',
    managedAgain:
      '{{name}} is to be managed again. The next pass does that; this page follows.',
    uninstallTitle: 'What uninstalling does',
    takeOverTitle: 'What taking it over changes',
    refresh: 'Look again',
    loading: 'Reading the cluster',
    errorTitle: 'The preview could not be made',
    waiting: 'Name a cluster, and it is read here.',
    needed:
      'The preview has not answered yet. Change the answers that it names, or wait for it.',
    readAt: 'As of',
    deleted: 'To be deleted',
    unlabelled: 'To stay, without our labels',
    taken: 'To become ours',
    changed: 'Of those, to be changed',
    left: 'To stay as they are',
    ending: 'Calls that end',
    records: 'Names in the private zone',
    namespace: 'Namespace',
    objects: 'Objects',
    count: 'Number',
    ofCluster: 'the cluster',
    none: 'None.',
  },
} as const;
