/**
 * The event of *Deal reaches a stage* as a mapping sees it. Written by hand after the seed of the twin; used by
 * the preview and by manual runs.
 */
export const dealEventSample = {
  portalId: "44332211",
  deal: {
    id: "1001",
    name: "Spring menu refit",
    stage: "closedwon",
    pipeline: "default",
    amount: "4870",
    currency: "GBP",
    closeDate: "2026-11-20",
    ownerId: "71",
    description: null,
  },
  company: {
    id: "501",
    name: "Alder Street Bakery",
    domain: "alder-street.example",
    phone: "+44 20 7946 0101",
    address: "12 Alder Street",
    address2: null,
    city: "London",
    region: null,
    postalCode: "E1 4AB",
    country: "United Kingdom",
  },
  contacts: [
    {
      id: "301",
      email: "ap@alder-street.example",
      firstName: "Accounts",
      lastName: "Payable",
      phone: null,
      jobTitle: "Accounts payable",
    },
  ],
  lineItems: [
    {
      id: "2001",
      name: "Bread oven, three decks",
      description: "Delivered and connected",
      sku: "OVEN-3",
      productId: null,
      quantity: "1",
      price: "4200",
      discountAmount: null,
      discountRate: "5",
      netPrice: "4200",
      currency: "GBP",
    },
    {
      id: "2002",
      name: "Installation day",
      description: null,
      sku: "INST-DAY",
      productId: null,
      quantity: "2",
      price: "440",
      discountAmount: null,
      discountRate: null,
      netPrice: "440",
      currency: "GBP",
    },
  ],
  source: {
    via: "webhook" as const,
    occurredAt: "2026-11-20T10:15:30.000Z",
    modifiedAt: "2026-11-20T10:15:30.000Z",
    changeSource: "CRM_UI",
  },
};
