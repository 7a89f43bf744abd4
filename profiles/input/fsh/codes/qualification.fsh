CodeSystem: QualificationCS
Id: qualification
Title: "Qualifications of peers and supervisors"
Description: "Trainings, credentials, education and attestations of workers. An attestation is the employer's word and its date, never health data of the worker."
* insert OwnCodes
* #cps-training "Training of a Certified Peer Specialist" "Training made for the role, of an approved programme; its date is the day it was completed (CPS-ST-2)."
* #cps-certification "Certified Peer Specialist" "The peer certification (CPS-PR-2e, CPS-ST-4)."
* #cps-credential-in-progress "Working toward the certification" "Active work toward the peer certification (CPS-ST-4)."
* #certified-peer-supervisor "Certified Peer Supervisor" "May directly supervise a Certified Peer Specialist (CPS-ST-3)."
* #independent-clinical-licence "Independent clinical licence" "A clinician licensed for independent practice, who may directly supervise a Certified Peer Specialist (CPS-ST-3)."
* #recovery-coach-training "Training of a recovery coach" "Recovery-coach training of an approved programme; its date is the day it was completed (PRC-ST-3)."
* #recovery-coach-academy "Recovery Coach Academy" "The academy's training, one of the two that working toward the credential needs (PRC-ST-5a-i)."
* #ethical-considerations "Ethical Considerations" "The training in ethics, one of the two that working toward the credential needs (PRC-ST-5a-i)."
* #mi-training "Training in motivational interviewing" "Training in motivational interviewing (PRC-SC-14)."
* #carc "Certified Addiction Recovery Coach" "The credential of a recovery coach (PRC-ST-5)."
* #carc-in-progress "Working toward the credential" "In the course of completing supervision and the remaining training for the credential (PRC-ST-5a-ii)."
* #recovery-coach-licence "License of a recovery coach" "A license of the Commonwealth for coaches; reported, and asked for only where a user says so (PRC-OV-4a)."
* #recovery-coach-supervisor-training "Training of supervisors of recovery coaches" "Trained, in an approved programme, to supervise recovery coaches (PRC-ST-4)."
* #perinatal-coaching-training "Training in perinatal coaching" "Specialised training in coaching pregnant and postpartum people (PRC-PV-b)."
* #high-school-diploma "High-school diploma" "A high-school diploma, or more (PRC-ST-2)."
* #ged "GED" "General Educational Development certificate (PRC-ST-2)."
* #education-exception "Exception to the education requirement" "A reasonable exception to diploma or GED, documented (PRC-ST-2)."
* #lived-experience-attestation "Attestation of lived experience" "The employer attests lived experience, without saying of what (CPS-PR-2a, PRC-OV-1b)."
* #recovery-two-years-attestation "Attestation of two years in recovery" "The employer attests at least two years in recovery; the date is the attestation's (PRC-OV-1a)."
* #perinatal-lived-experience "Attestation of perinatal lived experience" "The employer attests lived experience as a pregnant or postpartum person in recovery (PRC-PV-a)."

ValueSet: QualificationVS
Id: qualification
Title: "Qualifications of peers and supervisors"
Description: "Trainings, credentials, education and attestations that the specifications ask for."
* insert Own
* include codes from system QualificationCS
