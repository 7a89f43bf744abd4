CodeSystem: ConsentCategoryCS
Id: consent-category
Title: "What a consent is about"
Description: "Decisions of a member that the specifications ask for."
* insert OwnCodes
* #plan-copy "Copy of the plan" "Whether a copy of the wellness plan may be kept in the record (CPS-PS-2d, PRC-PD-2a)."
* #disclosure "Disclosure" "Whether records may be disclosed to a named recipient (PRC-OV-2c)."

CodeSystem: DocumentTypeCS
Id: document-type
Title: "Documents of a provider"
Description: "Documents that the specifications ask of a provider."
* insert OwnCodes
* #quality-management-plan "Quality management plan" "The plan by which the provider monitors and improves quality (CPS-QM-1, PRC-QM-1)."

CodeSystem: CommunicationCategoryCS
Id: communication-category
Title: "What a communication is"
Description: "Communications of a provider with payers and agencies."
* insert OwnCodes
* #incident-report "Incident report" "The report of an adverse incident to a payer or an agency (CPS-QM-4-time, CPS-QM-5, PRC-QM-4)."

CodeSystem: IdentifierTypeCS
Id: identifier-type
Title: "Kinds of identifiers"
Description: "Identifiers for which HL7 Terminology has no type."
* insert OwnCodes
* #licence "Licence of an organization" "The licence of a behavioral-health organization in Massachusetts, valid in its period (CPS-ST-5, PRC-ST-6)."
