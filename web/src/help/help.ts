// The pages that explain themselves, each by the keys of its texts: what it is, what can be done on it.
export const HELP = {
  work: { what: "help.work_what", can: ["help.work_can_one", "help.work_can_two", "help.work_can_three"] },
  list: {
    what: "help.list_what",
    can: ["help.list_can_one", "help.list_can_two", "help.list_can_three", "help.list_can_four"],
  },
  create: { what: "help.create_what", can: ["help.create_can_one", "help.create_can_two", "help.create_can_three"] },
  search: { what: "help.search_what", can: ["help.search_can_one", "help.search_can_two"] },
  objectives: { what: "help.objectives_what", can: ["help.objectives_can_one", "help.objectives_can_two"] },
  objective: { what: "help.objective_what", can: ["help.objective_can_one", "help.objective_can_two"] },
  boards: {
    what: "help.boards_what",
    can: ["help.boards_can_one", "help.boards_can_two", "help.boards_can_three", "help.boards_can_four"],
  },
  clauses: {
    what: "help.clauses_what",
    can: ["help.clauses_can_one", "help.clauses_can_two", "help.clauses_can_three"],
  },
  account: {
    what: "help.account_what",
    can: ["help.account_can_one", "help.account_can_two", "help.account_can_three"],
  },
  import: { what: "help.import_what", can: ["help.import_can_one", "help.import_can_two", "help.import_can_three"] },
  glossary: { what: "help.glossary_what", can: ["help.glossary_can_one", "help.glossary_can_two"] },
  setup: { what: "help.setup_what", can: ["help.setup_can_one", "help.setup_can_two", "help.setup_can_three"] },
  shape: { what: "help.shape_what", can: ["help.shape_can_one", "help.shape_can_two", "help.shape_can_three"] },
  audit: { what: "help.audit_what", can: ["help.audit_can_one", "help.audit_can_two"] },
  settings: { what: "help.settings_what", can: ["help.settings_can_one", "help.settings_can_two"] },
} as const;

export type HelpId = keyof typeof HELP;
