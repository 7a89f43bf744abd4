CodeSystem: PerinatalCS
Id: perinatal
Title: "Perinatal facts without a standard code"
Description: "What decides whether the clauses for pregnant and parenting members apply, where LOINC has no code. That a case is open at the Department of Children and Families is sensitive: it isn't exported by default."
* insert OwnCodes
* #parenting "Parenting" "Whether the member is parenting (CPS-CS-4, PRC-SC-17)."
* #dcf-case-open "Open case at the Department of Children and Families" "Whether a case is open (CPS-CS-4d, PRC-SC-17f)."

CodeSystem: PerinatalFactCS
Id: perinatal-fact
Title: "Kinds of perinatal facts"
Description: "Which perinatal fact a row of an extract states. In FHIR each is an Observation with a code of LOINC or of CodeSystem perinatal (ConceptMap perinatal-fact)."
* insert OwnCodes
* #status "Pregnancy status" "Whether the member is pregnant (CPS-CS-4, PRC-SC-17, PRC-OV-5)."
* #outcome "Outcome of the pregnancy" "How a pregnancy ended; its date is the end (PRC-OV-5)."
* #edd "Estimated date of delivery" "When the birth is expected (PRC-OV-5)."
* #parenting "Parenting" "Whether the member is parenting (CPS-CS-4, PRC-SC-17)."
* #dcf-case-open "Open case at the Department of Children and Families" "Whether a case is open (CPS-CS-4d, PRC-SC-17f)."

ValueSet: PregnancyStatusVS
Id: pregnancy-status
Title: "Pregnancy status"
Description: "Pregnancy status, as US Core codes it."
* insert Own
* ^copyright = "SNOMED CT codes are named by code alone. SNOMED CT is owned by SNOMED International; its use in the United States is licensed by the National Library of Medicine."
* $snomed#77386006
* $snomed#60001007
* $snomed#146799005
* $null-flavor#UNK

ValueSet: PerinatalFactVS
Id: perinatal-observation
Title: "Perinatal facts beside the pregnancy status"
Description: "Outcome (63893-2, whose date is the end of the pregnancy) and estimated date of delivery (11778-8) of LOINC; parenting and an open case of ours."
* insert Own
* ^copyright = "LOINC codes are named by code alone. LOINC is copyright Regenstrief Institute, Inc. and the LOINC Committee, and is available at no cost under the licence at loinc.org/license."
* $loinc#63893-2
* $loinc#11778-8
* include codes from system PerinatalCS
