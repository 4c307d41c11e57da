/** HubSpot's numbers for its own kinds of association; unverified (see README). */
export const dealToContact = 3;
export const contactToDeal = 4;
export const dealToCompanyPrimary = 5;
export const companyToDealPrimary = 6;
export const dealToCompany = 341;
export const companyToDeal = 342;
export const dealToLineItem = 19;
export const lineItemToDeal = 20;
export const contactToCompany = 279;
export const companyToContact = 280;
export const noteToDeal = 214;
export const dealToNote = 213;
