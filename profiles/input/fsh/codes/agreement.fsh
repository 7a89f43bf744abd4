CodeSystem: AgreementTypeCS
Id: agreement-type
Title: "Forms of agreements"
Description: "In which form two organizations agreed to work together."
* insert OwnCodes
* #qsoa "Qualified service organization agreement" "A QSOA (CPS-AF-1-form, PRC-AF-1-form)."
* #mou "Memorandum of understanding" "An MOU (CPS-AF-1-form, PRC-AF-1-form)."
* #baa "Business associate agreement" "A BAA (CPS-AF-1-form, PRC-AF-1-form)."
* #linkage "Linkage agreement" "A linkage agreement (CPS-AF-1-form, PRC-AF-1-form)."
* #other-written "Other written agreement" "A written agreement of another form (CPS-AF-1-agree, PRC-AF-1-agree)."
* #cps-subcontract "Subcontract for Certified Peer Specialists" "A center buys Certified Peer Specialist services from another organization and oversees them wholly (CPS-PR-5b)."

ValueSet: AgreementTypeVS
Id: agreement-type
Title: "Forms of agreements"
Description: "In which form two organizations agreed to work together."
* insert Own
* include codes from system AgreementTypeCS

CodeSystem: AgreementContentCS
Id: agreement-content
Title: "Contents of agreements"
Description: "What an agreement covers, or what its text has to say."
* insert OwnCodes
* #referral "Referral" "The process of referral (CPS-AF-1-content, PRC-AF-1-content)."
* #transition "Transition" "Transition between the two organizations (CPS-AF-1-content, PRC-AF-1-content)."
* #aftercare "Aftercare" "Care afterwards (CPS-AF-1-content; the recovery coach's specification doesn't list it)."
* #discharge "Discharge" "Discharge (CPS-AF-1-content, PRC-AF-1-content)."
* #training-certification-clause "Training and certification" "The subcontract demands the training and certification that the state requires (CPS-PR-5c)."
* #oversight-mechanisms "Oversight" "The subcontract sets up oversight that secures performance and quality (CPS-PR-5d)."

ValueSet: AgreementContentVS
Id: agreement-content
Title: "Contents of agreements"
Description: "What an agreement covers, or what its text has to say."
* insert Own
* include codes from system AgreementContentCS
