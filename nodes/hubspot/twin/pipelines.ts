export interface Stage {
  id: string;
  label: string;
  probability: string;
  closed: boolean;
  pipeline: string;
}

interface Pipeline {
  id: string;
  label: string;
  stages: Stage[];
}

const stage = (pipeline: string, id: string, label: string, probability: string): Stage => ({
  id,
  label,
  probability,
  closed: probability === "1.0" || probability === "0.0",
  pipeline,
});

/** HubSpot's own default pipeline, and a second one with ids as HubSpot gives them to stages that people add. */
export const pipelines: readonly Pipeline[] = [
  {
    id: "default",
    label: "Sales pipeline",
    stages: [
      stage("default", "appointmentscheduled", "Appointment scheduled", "0.2"),
      stage("default", "qualifiedtobuy", "Qualified to buy", "0.4"),
      stage("default", "presentationscheduled", "Presentation scheduled", "0.6"),
      stage("default", "contractsent", "Contract sent", "0.9"),
      stage("default", "closedwon", "Closed won", "1.0"),
      stage("default", "closedlost", "Closed lost", "0.0"),
    ],
  },
  {
    id: "84120551",
    label: "Service contracts",
    stages: [
      stage("84120551", "158214301", "Proposed", "0.5"),
      stage("84120551", "158214302", "Signed", "1.0"),
      stage("84120551", "158214303", "Declined", "0.0"),
    ],
  },
];

export const findStage = (id: string): Stage | undefined =>
  pipelines.flatMap(({ stages }) => stages).find((candidate) => candidate.id === id);
