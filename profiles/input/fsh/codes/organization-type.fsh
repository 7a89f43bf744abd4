CodeSystem: OrganizationTypeCS
Id: organization-type
Title: "Types of organizations"
Description: "Providers of peer services, and the organizations that they have to work with. No standard system has codes for most of them."
* insert OwnCodes
* #cbhc "Community behavioral health center" "A community behavioral health center, which may employ Certified Peer Specialists (CPS-PR-5a, CPS-AF-1a-iv)."
* #cmhc "Community mental health center" "A community mental health center, which may employ Certified Peer Specialists (CPS-PR-5a)."
* #health-system "Health system" "A health system above hospitals and practices, which refers members (CPS-PR-4c, PRC-OV-3b)."
* #payer "Payer" "A payer, to whom incidents are reported (CPS-QM-4-time, PRC-QM-4)."
* #state-agency "State agency" "An agency of the state, such as the Departments of Mental Health and of Public Health (CPS-QM-5)."
* #iop "Intensive outpatient programme" "An intensive outpatient programme (CPS-AF-1a-ii)."
* #mental-health-center "Licensed mental health center" "A licensed mental health center (CPS-AF-1a-iii, PRC-AF-2b-iii, PRC-AF-2c-iii)."
* #php "Partial hospitalization programme" "A programme of partial hospitalization (CPS-AF-1a-v, PRC-AF-2b-iv)."
* #soap "Structured outpatient addiction programme" "A structured outpatient addiction programme (CPS-AF-1a-vi, PRC-AF-2a-i-1)."
* #otp "Opioid treatment programme" "An opioid treatment programme (CPS-AF-1a-vii, PRC-AF-2a-i-3)."
* #obat-obot "Office-based addiction treatment" "Office-based addiction or opioid treatment (CPS-AF-1a-viii)."
* #sud-outpatient "Outpatient clinic for substance use" "An outpatient clinic for substance use disorder (PRC-AF-2a-i-2)."
* #ccs "Community crisis stabilization" "Community crisis stabilization (CPS-AF-1a-xiv)."
* #css-3.5 "Clinical stabilization services, level 3.5" "Clinical stabilization services, level 3.5 (CPS-AF-1a-xiii, PRC-AF-2a-ii-2)."
* #ats-3.7 "Acute treatment services, level 3.7" "Acute treatment services, level 3.7 (CPS-AF-1a-xii, PRC-AF-2a-ii-1)."
* #rrs-3.1 "Residential rehabilitation services, level 3.1" "Residential rehabilitation services, level 3.1 (CPS-AF-1a-xv, PRC-AF-2a-ii-4)."
* #tss-3.1 "Transitional support services, level 3.1" "Transitional support services, level 3.1 (PRC-AF-2a-ii-3)."
* #accs "Adult Community Clinical Services" "Adult Community Clinical Services (CPS-AF-1d)."
* #amci "Adult mobile crisis intervention" "Adult mobile crisis intervention (CPS-AF-1a-ix, PRC-AF-2b-ii)."
* #ymci "Youth mobile crisis intervention" "Youth mobile crisis intervention (PRC-AF-2b-ii)."
* #esp "Emergency services programme" "An emergency services programme; since 2023 adult or youth mobile crisis intervention (PRC-AF-2b-ii)."
* #inpatient-psych "Inpatient psychiatric treatment" "Inpatient psychiatric treatment (CPS-AF-1a-xi)."
* #bh-community-partner "Behavioral health community partner" "A behavioral health community partner, who may refer to recovery coaching (PRC-AF-2b-i, PRC-OV-3b)."
* #hospital "Hospital" "A hospital setting (CPS-AF-1b-iii, PRC-AF-2c-iv)."
* #emergency-department "Emergency department" "An emergency department (CPS-AF-1b-i, PRC-AF-2c-i)."
* #primary-care "Primary care practice" "A primary care practice (CPS-AF-1b-ii, PRC-AF-2c-ii)."
* #community-health-center "Community health center" "A community health center (CPS-AF-1b-v, PRC-AF-2c-vi)."
* #ob-gyn "Obstetric and gynecologic practice" "A practice of obstetrics and gynecology (CPS-AF-1b-iv, PRC-AF-2c-v)."
* #birthing-center "Birthing center" "A birthing center (PRC-AF-2d-ix)."
* #doula "Doulas" "Doulas (PRC-AF-2d-vi)."
* #lactation-support "Lactation support" "Lactation support (CPS-CS-4c, PRC-AF-2d-vii)."
* #wic "WIC site" "A site of the nutrition programme for women, infants and children (PRC-AF-2d-viii)."
* #recovery-support-center "Recovery support center" "A recovery support center (CPS-AF-1h, PRC-AF-2d-iv)."
* #supportive-sober-housing "Supportive or sober housing" "Supportive or sober housing (CPS-AF-1i, PRC-AF-2d-v)."
* #faith-based "Faith-based organization" "A faith-based organization (CPS-AF-1g, PRC-AF-2d-iii)."
* #criminal-justice "Criminal-justice programme" "A criminal-justice programme (CPS-AF-1e, PRC-AF-2d-i)."
* #drug-court "Specialty drug court" "A specialty drug court (CPS-AF-1f, PRC-AF-2d-ii)."
* #dcf "Department of Children and Families" "The Department of Children and Families (CPS-CS-4c, PRC-SC-17e)."
* #early-intervention "Early Intervention" "A provider of Early Intervention (CPS-CS-4c, PRC-SC-17e)."
* #home-visiting "Home visiting" "Home visiting (CPS-CS-4c, PRC-SC-17e)."
* #parenting-group "Parenting group" "Parenting groups (CPS-CS-4c, PRC-SC-17e)."
* #childcare "Child care" "Child care (CPS-CS-4c, PRC-SC-17e)."

ValueSet: OrganizationTypeVS
Id: organization-type
Title: "Types of organizations"
Description: "Providers of peer services, and the organizations that they have to work with."
* insert Own
* include codes from system OrganizationTypeCS

ValueSet: PartnerTypeVS
Id: partner-type
Title: "Types of partners"
Description: "Organizations with which a provider of peer services is to have agreements (CPS-AF-1-variety, PRC-AF-2, CPS-CS-4c, PRC-SC-17e)."
* insert Own
* include codes from system OrganizationTypeCS
* exclude OrganizationTypeCS#cmhc
* exclude OrganizationTypeCS#health-system
* exclude OrganizationTypeCS#payer
* exclude OrganizationTypeCS#state-agency
