CodeSystem: PlanCategoryCS
Id: plan-category
Title: "Kinds of plans"
Description: "Plans that a member makes with a peer, or that a peer helps to follow."
* insert OwnCodes
* #wellness-plan "Wellness plan" "The member's own plan of wellness and recovery (CPS-PS-2b, PRC-PD-1b)."
* #plan-of-safe-care "Plan of Safe Care" "The plan of a pregnant or parenting member, also known as Family Support Plan (CPS-CS-4a, PRC-SC-17b)."
* #dcf-family-action-plan "Family Action Plan" "The plan of an open case at the Department of Children and Families (CPS-CS-4d, PRC-SC-17f)."

ValueSet: PlanCategoryVS
Id: plan-category
Title: "Kinds of plans"
Description: "Plans that a member makes with a peer, or that a peer helps to follow."
* insert Own
* include codes from system PlanCategoryCS

CodeSystem: PlanDomainCS
Id: plan-domain
Title: "Domains of a plan"
Description: "Parts of life in which a plan names needs or activities."
* insert OwnCodes
* #perinatal-health "Perinatal health" "Perinatal health and support (CPS-CS-4b, PRC-SC-17c)."
* #maternal-health "Maternal health" "The member's maternal health needs (PRC-SC-17a)."
* #primary-care "Primary care" "Use of primary care (PRC-SC-17d)."
* #ob-gyn "Obstetrics and gynecology" "Use of obstetric and gynecologic care (PRC-SC-17d)."
* #pediatric "Pediatric care" "Use of pediatric care (PRC-SC-17d)."
* #perinatal-mental-health "Perinatal mental health" "Use of perinatal mental-health care (PRC-SC-17d)."
* #social-services "Social services" "Use of social services (PRC-SC-17d)."
* #health-care "Health care" "Health care (CPS-CS-4b, PRC-SC-17c, CPS-CS-3a)."
* #treatment "Treatment" "Treatment of mental health or substance use, including by medication (CPS-CS-4b, PRC-SC-17c)."
* #mental-health-treatment "Mental-health treatment" "Treatment of mental health (CPS-CS-4b, PRC-SC-17c)."
* #sud-treatment "Treatment of substance use" "Treatment of substance use, including by medication (CPS-CS-4b, PRC-SC-17c)."
* #recovery-support "Recovery support" "Peer and recovery support (PRC-SC-6)."
* #mutual-aid "Mutual aid" "Mutual-aid groups (CPS-CS-3a, PRC-SC-6)."
* #housing "Housing" "Housing (CPS-CS-3a, CPS-CS-4b, PRC-SC-17c)."
* #income "Income" "Income and benefits (CPS-CS-4b, PRC-SC-17c)."
* #employment "Employment" "Work (CPS-CS-3a)."
* #childcare "Child care" "Child care (CPS-CS-4c, PRC-SC-17e)."
* #lactation-support "Lactation support" "Lactation support (CPS-CS-4c, PRC-SC-17e)."
* #sustainability-discharge "Sustainability after discharge" "How wellness is sustained after discharge (CPS-PS-2g)."

ValueSet: PlanDomainVS
Id: plan-domain
Title: "Domains of a plan"
Description: "Parts of life in which a plan names needs or activities."
* insert Own
* include codes from system PlanDomainCS
